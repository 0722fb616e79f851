package chat.bench;

/** Processor time of a process; the kernel counts it in hundredths of a second. */
record Cpu(long pid, long nanos, long at) {
  static Cpu of(long pid) {
    long used =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"))
            .toNanos();
    return new Cpu(pid, used, System.nanoTime());
  }

  /** Seconds of processor time since then. */
  double seconds() {
    return (of(pid).nanos - nanos) / 1e9;
  }

  /** The same as a share of one core. */
  double share() {
    Cpu now = of(pid);
    return (double) (now.nanos - nanos) / (now.at - at);
  }
}
