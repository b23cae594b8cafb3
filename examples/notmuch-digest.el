;;; notmuch-digest.el --- the digest at a key, in notmuch-emacs  -*- lexical-binding: t; -*-

;; Copy it to a folder of `load-path' and put (require 'notmuch-digest) into your init file.  It needs digest-here(1) on
;; `exec-path'; faces need the tags that digest-new(1) sets.
;;
;; In lists of threads, trees and threads:
;;   , t  this thread, every reply under the words that it answers
;;   , s  what the newest report tells of it;  , S  what a new one would
;;   , d  the digest of what this buffer shows: of its query, seven days
;;   , w  the newest report that was kept

;;; Code:

(require 'notmuch)

(defun notmuch-digest--run (name &rest command)
  "Show what COMMAND prints in a buffer called NAME.  No shell comes between."
  (let ((buffer (get-buffer-create (format "*%s*" name))))
    (when (get-buffer-process buffer)
      (delete-process (get-buffer-process buffer)))
    (with-current-buffer buffer
      (let ((inhibit-read-only t))
        (erase-buffer))
      (view-mode 1)
      (setq-local word-wrap t))
    (make-process
     :name name :buffer buffer :command command :connection-type 'pipe :coding 'utf-8 :noquery t
     :filter (lambda (process text)
               (when (buffer-live-p (process-buffer process))
                 (with-current-buffer (process-buffer process)
                   (let ((inhibit-read-only t))
                     (save-excursion
                       (goto-char (point-max))
                       (insert text))))))
     :sentinel (lambda (process event)
                 (unless (string-prefix-p "finished" event)
                   (message "%s: %s" (process-name process) (string-trim event)))))
    (pop-to-buffer buffer)))

(defun notmuch-digest--here ()
  "The thread or mail at point, as digest-here(1) takes it."
  (or (cond ((derived-mode-p 'notmuch-search-mode) (notmuch-search-find-thread-id))
            ((derived-mode-p 'notmuch-show-mode) (concat "id:" (notmuch-show-get-message-id t)))
            ((derived-mode-p 'notmuch-tree-mode) (concat "id:" (notmuch-tree-get-message-id t))))
      (user-error "No thread here")))

(defun notmuch-digest-thread ()
  "Show this thread, every reply under the words that it answers."
  (interactive)
  (notmuch-digest--run "digest: thread" "digest-here" (notmuch-digest--here)))

(defun notmuch-digest-section (&optional fresh)
  "Show what the newest report tells of this thread.
With FRESH, what a new one would."
  (interactive "P")
  (notmuch-digest--run "digest: section" "digest-here" (if fresh "--fresh" "--section") (notmuch-digest--here)))

(defun notmuch-digest-section-fresh ()
  "Show what a new report would tell of this thread."
  (interactive)
  (notmuch-digest-section t))

(defun notmuch-digest-query ()
  "Show the digest of what this buffer shows, seven days."
  (interactive)
  (notmuch-digest--run "digest" "notmuch" "digest" "--quiet" "--"
                       (cond ((derived-mode-p 'notmuch-search-mode) notmuch-search-query-string)
                             ((derived-mode-p 'notmuch-tree-mode) (notmuch-tree-get-query))
                             ((derived-mode-p 'notmuch-show-mode) notmuch-show-thread-id)
                             (t (user-error "No query here")))))

(defun notmuch-digest-newest ()
  "Show the newest report that was kept."
  (interactive)
  (notmuch-digest--run "digest" "notmuch" "digest" "show"))

(defvar notmuch-digest-map
  (let ((map (make-sparse-keymap)))
    (define-key map "t" #'notmuch-digest-thread)
    (define-key map "s" #'notmuch-digest-section)
    (define-key map "S" #'notmuch-digest-section-fresh)
    (define-key map "d" #'notmuch-digest-query)
    (define-key map "w" #'notmuch-digest-newest)
    map)
  "Keys behind the comma.")

(require 'notmuch-tree)
(dolist (map (list notmuch-search-mode-map notmuch-show-mode-map notmuch-tree-mode-map))
  (define-key map "," notmuch-digest-map))

;; Where a thread stands.
(dolist (face '(("digest/broken" . (:foreground "red")) ("digest/nak" . (:foreground "red"))
                ("digest/unanswered" . (:foreground "dark goldenrod")) ("digest/reviewed" . (:foreground "dark green"))
                ("digest/applied" . (:foreground "dark cyan")) ("digest/merged" . (:foreground "dark cyan"))
                ("digest/superseded" . (:foreground "gray50"))))
  (add-to-list 'notmuch-search-line-faces face t))

;; Tags without what they all begin with.
(add-to-list 'notmuch-tag-formats '("digest/.*" (substring tag (length "digest/"))) t)

(dolist (search '((:name "to answer" :key "A"
                   :query "tag:digest/unanswered and (tag:digest/patch or tag:digest/question or tag:digest/bug-report)")
                  (:name "broken" :query "tag:digest/broken")
                  (:name "digests" :query "tag:digest/report")))
  (add-to-list 'notmuch-saved-searches search t))

(provide 'notmuch-digest)
;;; notmuch-digest.el ends here
