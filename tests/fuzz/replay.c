/* replay.c - run a fuzz target over the files named, where there is no libFuzzer */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char *data;
		gsize size;
		if (!g_file_get_contents(argv[i], &data, &size, NULL)) {
			fprintf(stderr, "%s: cannot be read\n", argv[i]);
			return 1;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)data, size);
		g_free(data);
	}
	printf("%d inputs\n", argc - 1);
	return 0;
}
