#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <type_traits>
#include <utility>

namespace endrange::app {

/// One thread for work that takes long. What it computes comes back to the thread that waits for it.
class Worker {
 public:
  /// @param work  takes and touches nothing that another thread may change meanwhile
  template <typename Work>
  [[nodiscard]] boost::asio::awaitable<std::invoke_result_t<Work>> run(Work work) {
    auto task = do_work(std::move(work));
    co_return co_await boost::asio::co_spawn(pool_, std::move(task), boost::asio::use_awaitable);
  }

 private:
  template <typename Work>
  static boost::asio::awaitable<std::invoke_result_t<Work>> do_work(Work work) {
    co_return work();
  }

  boost::asio::thread_pool pool_{1};
};

}  // namespace endrange::app
