internal import Dispatch

/// Runs the task that reads a download on a thread of its own, which may block.
///
/// The few threads that run all other tasks must not wait for a client.
final class DownloadThread: TaskExecutor {
  private let queue = DispatchQueue(label: "mpqd.download")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
