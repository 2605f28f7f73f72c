// pairload: puts kinds of HTTP request on servers of this machine in short slices, by turns and back again, over the same kept-alive
// connections: a machine that changes its speed changes all of them alike. One thread, so that the servers have what is left.
//
// The plan comes by standard input, a line each, and ends with "go":
//   connections N | slice MICROSECONDS | rounds N | warmup MILLISECONDS
//   kind PORT PID STATUS RARE FILE   the requests of FILE in turn, each of which ends with an empty line; a few may be answered RARE, unless it is 0
//   closed KIND                 a run: each connection sends its next request when the last one was answered
//   open RATE KIND...           a run: RATE requests a second to the kinds in turn, however many are unanswered
// First each request of each kind is sent once. A round is every run, and every run again in the opposite order (ABBA).
//
// To standard output, for each slice and each latency that was seen; an open run counts it from when the request was due:
//   slice ROUND RUN ANSWERS MICROSECONDS SERVER_PROCESSOR_NANOSECONDS
//   latency RUN KIND MICROSECONDS COUNT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MAX_KINDS = 64, MAX_RUNS = 64, MAX_TURN = 64, MAX_CONNECTIONS = 1024, BUFFER = 64 * 1024, LONGEST = 2 * 1000 * 1000, STALL = 10 * 1000, FEW = 16 };

typedef struct { const char *text; size_t length; } request;
typedef struct { int port, pid, status, rare; request *requests; size_t count, next, answers, rare_answers; } kind;
typedef struct { double rate; int kinds[MAX_TURN]; int length; uint32_t *latencies[MAX_TURN]; } run;
typedef struct { int socket, turn; int64_t since; size_t got; char buffer[BUFFER]; } connection;
typedef struct { int port; connection *all; } lane;
typedef struct { int turn; int64_t due; } arrival;

static kind kinds[MAX_KINDS];
static run runs[MAX_RUNS];
static lane lanes[MAX_KINDS];
static int kind_count, run_count, lane_count, connections = 8, rounds = 10, slice_us = 100000, warmup_ms = 1000, poll_fd, timer_fd;

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  exit(1);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Of all threads of a process, in nanoseconds; what "ps" shows is too coarse for a slice.
static int64_t processor_time(int pid) {
  char path[300], text[64];
  int64_t sum = 0;
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *tasks = opendir(path);
  if (!tasks) return 0;
  for (struct dirent *task; (task = readdir(tasks));) {
    snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, task->d_name);
    int file = task->d_name[0] == '.' ? -1 : open(path, O_RDONLY);
    if (file < 0) continue;
    ssize_t length = read(file, text, sizeof text - 1);
    if (length > 0) text[length] = 0, sum += strtoll(text, NULL, 10);
    close(file);
  }
  closedir(tasks);
  return sum;
}

static void read_requests(kind *kind, const char *path) {
  int file = open(path, O_RDONLY);
  struct stat stat;
  if (file < 0 || fstat(file, &stat)) fail("%s cannot be read", path);
  const char *text = mmap(NULL, stat.st_size, PROT_READ, MAP_PRIVATE, file, 0), *end = text + stat.st_size;
  if (text == MAP_FAILED) fail("%s cannot be read", path);
  close(file);
  for (const char *at = text; at < end;) {
    const char *empty = memmem(at, end - at, "\r\n\r\n", 4);
    if (!empty) fail("%s ends in the middle of a request", path);
    if ((kind->count & (kind->count - 1)) == 0) kind->requests = realloc(kind->requests, (kind->count ? 2 * kind->count : 1) * sizeof(request));
    kind->requests[kind->count++] = (request){at, empty + 4 - at};
    at = empty + 4;
  }
  if (!kind->count) fail("%s has no request", path);
}

static connection *lane_of(int port) {
  for (int i = 0; i < lane_count; i++)
    if (lanes[i].port == port) return lanes[i].all;
  lane *made = &lanes[lane_count++];
  *made = (lane){port, calloc(connections, sizeof(connection))};
  for (int i = 0; i < connections; i++) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) fail("port %d: %s", port, strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    made->all[i].socket = fd;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &made->all[i]};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event);
  }
  return made->all;
}

static void send_next(connection *to, const run *run, int turn, int64_t since) {
  kind *kind = &kinds[run->kinds[turn]];
  const request *next = &kind->requests[kind->next];
  if (++kind->next == kind->count) kind->next = 0;
  to->turn = turn, to->since = since, to->got = 0;
  if (write(to->socket, next->text, next->length) != (ssize_t)next->length) fail("a request was not sent whole: %s", strerror(errno));
}

static int is_whole(const connection *from) {
  const char *text = from->buffer, *end = memmem(text, from->got, "\r\n\r\n", 4);
  if (!end) return 0;
  const char *length = memmem(text, end - text, "Content-Length: ", 16);
  if (length) return from->got >= (size_t)(end + 4 - text) + strtoul(length + 16, NULL, 10);
  return from->got >= 5 && !memcmp(text + from->got - 5, "0\r\n\r\n", 5);
}

// Whether the answer is there; a wrong one ends it all.
static int receive(connection *from, const run *run) {
  ssize_t read_now = read(from->socket, from->buffer + from->got, BUFFER - 1 - from->got);
  if (read_now < 0 && errno == EAGAIN) return 0;
  if (read_now <= 0) fail("the server closed a connection");
  from->got += read_now;
  from->buffer[from->got] = 0;
  if (!is_whole(from)) return 0;
  kind *kind = &kinds[run->kinds[from->turn]];
  int status = atoi(from->buffer + 9);
  kind->answers++;
  if (status != kind->status && (status != kind->rare || ++kind->rare_answers > FEW + kind->answers / 1000))
    fail("kind %d: %d is expected, the answer is %.300s", run->kinds[from->turn], kind->status, from->buffer);
  return 1;
}

static void note(run *run, int turn, int64_t took) {
  if (!run->latencies[turn]) run->latencies[turn] = calloc(LONGEST, sizeof(uint32_t));
  int64_t us = took / 1000;
  run->latencies[turn][us < LONGEST ? us : LONGEST - 1]++;
}

static int wait_for_events(struct epoll_event *events, int count) {
  int ready = epoll_wait(poll_fd, events, count, STALL);
  if (ready == 0) fail("no answer for %d s", STALL / 1000);
  return ready;
}

// Until the time is over and all is answered, or the limit is sent. Returns the number of answers, and when the last one came.
static long closed_slice(run *run, int64_t end, size_t limit, int is_counted, int64_t *last) {
  connection *all = lane_of(kinds[run->kinds[0]].port);
  struct epoll_event events[64];
  size_t sent = 0;
  long answers = 0;
  int open_count = 0;
  for (int i = 0; i < connections && sent < limit; i++, sent++, open_count++) send_next(&all[i], run, 0, now());
  while (open_count) {
    int ready = wait_for_events(events, 64);
    for (int i = 0; i < ready; i++) {
      connection *from = events[i].data.ptr;
      if (!receive(from, run)) continue;
      int64_t at = *last = now();
      answers++;
      if (is_counted) note(run, 0, at - from->since);
      if (at < end && sent < limit) send_next(from, run, 0, at), sent++;
      else open_count--;
    }
  }
  return answers;
}

static void set_timer(int64_t at) {
  struct itimerspec timer = {.it_value = {at / 1000000000, at % 1000000000}};
  timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &timer, NULL);
}

static long open_slice(run *run, int64_t start, int64_t end, int is_counted, int64_t *last) {
  connection *all = lane_of(kinds[run->kinds[0]].port), *idle[MAX_CONNECTIONS];
  struct epoll_event events[64];
  size_t capacity = (size_t)((end - start) * 1e-9 * run->rate) + 2, due = 0, sent = 0;
  arrival *queue = malloc(capacity * sizeof(arrival));
  long answers = 0;
  int idle_count = 0;
  for (int i = 0; i < connections; i++) idle[idle_count++] = &all[i];
  int64_t next = start;
  set_timer(next);
  while (next < end || answers < (long)due) {
    int ready = wait_for_events(events, 64);
    for (int i = 0; i < ready; i++) {
      connection *from = events[i].data.ptr;
      uint64_t ticks;
      if (!from) {
        if (read(timer_fd, &ticks, sizeof ticks) < 0 && errno != EAGAIN) fail("timer");
        continue;
      }
      if (!receive(from, run)) continue;
      *last = now();
      answers++;
      if (is_counted) note(run, from->turn, *last - from->since);
      idle[idle_count++] = from;
    }
    int64_t at = now();
    int is_moved = 0;
    for (; next <= at && next < end && due < capacity; is_moved = 1, due++, next = start + (int64_t)(due * 1e9 / run->rate))
      queue[due] = (arrival){due % run->length, next};
    if (is_moved && next < end) set_timer(next);
    while (sent < due && idle_count) idle_count--, send_next(idle[idle_count], run, queue[sent].turn, queue[sent].due), sent++;
  }
  free(queue);
  return answers;
}

static void slice(int round, int number) {
  run *run = &runs[number];
  int pid = kinds[run->kinds[0]].pid;
  int64_t processor = processor_time(pid), start = now(), end = start + slice_us * 1000LL, last = start;
  long answers = run->rate > 0 ? open_slice(run, start, end, round >= 0, &last) : closed_slice(run, end, SIZE_MAX, round >= 0, &last);
  if (round >= 0) printf("slice %d %d %ld %.1f %ld\n", round, number, answers, (last - start) / 1e3, (long)(processor_time(pid) - processor));
}

static void read_plan(void) {
  char word[32], path[4096];
  while (scanf("%31s", word) == 1 && strcmp(word, "go")) {
    if (!strcmp(word, "connections") && scanf("%d", &connections) == 1 && connections <= MAX_CONNECTIONS) continue;
    if (!strcmp(word, "slice") && scanf("%d", &slice_us) == 1) continue;
    if (!strcmp(word, "rounds") && scanf("%d", &rounds) == 1) continue;
    if (!strcmp(word, "warmup") && scanf("%d", &warmup_ms) == 1) continue;
    kind *kind = &kinds[kind_count];
    if (!strcmp(word, "kind") && kind_count < MAX_KINDS && scanf("%d %d %d %d %4095s", &kind->port, &kind->pid, &kind->status, &kind->rare, path) == 5) {
      read_requests(kind, path);
      kind_count++;
      continue;
    }
    run *run = &runs[run_count];
    if (run_count == MAX_RUNS || (strcmp(word, "closed") && (strcmp(word, "open") || scanf("%lf", &run->rate) != 1))) fail("not a plan: %s", word);
    while (run->length < MAX_TURN && scanf("%*[ ]%d", &run->kinds[run->length]) == 1)
      if (run->kinds[run->length++] >= kind_count) fail("a run names a kind that is not there");
    if (!run->length) fail("a run without a kind");
    run_count++;
  }
}

int main(void) {
  poll_fd = epoll_create1(0);
  timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct epoll_event timer = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, timer_fd, &timer);
  read_plan();

  for (int i = 0; i < kind_count; i++) {
    run once = {.kinds = {i}, .length = 1};
    int64_t last;
    closed_slice(&once, INT64_MAX, kinds[i].count, 0, &last);
  }
  for (int64_t end = now() + warmup_ms * 1000000LL; now() < end;)
    for (int i = 0; i < run_count; i++) slice(-1, i);
  for (int round = 0; round < rounds; round++) {
    for (int i = 0; i < run_count; i++) slice(round, i);
    for (int i = run_count - 1; i >= 0; i--) slice(round, i);
  }
  for (int i = 0; i < run_count; i++)
    for (int turn = 0; turn < runs[i].length; turn++)
      for (int us = 0; runs[i].latencies[turn] && us < LONGEST; us++)
        if (runs[i].latencies[turn][us]) printf("latency %d %d %d %u\n", i, runs[i].kinds[turn], us, runs[i].latencies[turn][us]);
  for (int i = 0; i < kind_count; i++)
    if (kinds[i].rare_answers) fprintf(stderr, "kind %d: %zu of %zu answers were %d\n", i, kinds[i].rare_answers, kinds[i].answers, kinds[i].rare);
}
