import Dispatch
import Foundation

/// Work spread over the machine's cores. Whatever the number of threads, results are the same: each piece of work writes to a place of
/// its own, and pieces are put together in their order.
package enum Cores {
  /// The threads that work may take in this task: `MARGINPROOF_THREADS` if that is a number from 1, else as many as there are cores.
  @TaskLocal package static var threadCount = defaultThreadCount

  private static let defaultThreadCount: Int = {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let wanted = ProcessInfo.processInfo.environment["MARGINPROOF_THREADS"].flatMap { Int($0) } ?? cores
    return max(1, min(wanted, 4 * cores))
  }()

  /// Calls `body` with 0 ..< count, each number once, on all threads of the task; returns when all are done.
  ///
  /// Calls inside `body` run on its own thread alone.
  package static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(threadCount, count)
    guard threads > 1 else {
      for number in 0..<count { body(number) }
      return
    }
    let kernel = ArithmeticKernel.current
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      $threadCount.withValue(1) {
        ArithmeticKernel.$current.withValue(kernel) {
          for number in stride(from: thread, to: count, by: threads) { body(number) }
        }
      }
    }
  }
}
