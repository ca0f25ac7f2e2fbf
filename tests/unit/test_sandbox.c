/* What the sandbox refuses, and that threads and files still work in it. Each case is a process of its own.
 */
#include "unit.h"

#include "../../src/cli/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM;
}

static int try_program(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return errno == EPERM;
}

static int try_process(void)
{
    pid_t child = fork();
    if (!child)
        _exit(0);
    return child < 0 && errno == EPERM;
}

static void *nothing(void *p)
{
    return p;
}

static int try_thread(void)
{
    pthread_t thread;
    int seven = 7;
    void *back = NULL;
    return !pthread_create(&thread, NULL, nothing, &seven) && !pthread_join(thread, &back) && back == &seven;
}

static int try_files(void)
{
    char name[] = "/tmp/test-sandbox-XXXXXX", other[64];
    int fd = mkstemp(name);
    snprintf(other, sizeof other, "%s.2", name);
    return fd >= 0 && write(fd, "a", 1) == 1 && !rename(name, other) && !close(fd) && !unlink(other);
}

static void check(int (*attempt)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        sandbox_enter();
        _exit(attempt() ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

#define CASE(name)                                                                                           \
    static void test_##name(void **state)                                                                    \
    {                                                                                                        \
        (void)state;                                                                                         \
        check(try_##name);                                                                                   \
    }
CASE(socket)
CASE(program)
CASE(process)
CASE(thread)
CASE(files)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_socket), cmocka_unit_test(test_program), cmocka_unit_test(test_process),
        cmocka_unit_test(test_thread), cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
