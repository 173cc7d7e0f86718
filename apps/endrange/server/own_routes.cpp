#include "apps/endrange/server/own_routes.h"

#include <fmt/format.h>

#include <utility>

#include "adapters/http/typed.h"

namespace endrange::app {
namespace {

namespace api = protocol;
using boost::asio::awaitable;
using http::Reply;
using http::Request;

/// Above what an exercise's file may have, so that what is too long is told in its own words.
constexpr std::size_t AdditionLimit = 512UL * 1024;
constexpr std::size_t LongestFileName = 400;

// A file name is for messages only: nothing is opened by it.
std::string find_file_name(const Request& request) {
  auto name = http::find_query_text(request, "name").value_or("");
  return name.empty() || name.size() > LongestFileName ? "the file" : name;
}

awaitable<Diagnostics> prove(Program program, ProofTask task) {
  auto work = [task = std::move(task), &motions = program.trainer.content().joint_motions] {
    return compute_proof(task, motions);
  };
  co_return co_await program.worker.run(std::move(work));
}

awaitable<Reply> answer_addition(Program program, const Request& request) {
  if (const auto status = http::check_query(request, {"name"}); !status)
    co_return http::make_problem(status.error());
  const auto checked = program.trainer.check_addition(request.body, find_file_name(request));
  Diagnostics proof;
  if (checked.task) proof = co_await prove(program, *checked.task);
  const auto added = program.trainer.add_exercise(checked, proof);
  co_return http::make_reply(added);
}

awaitable<Reply> answer_restoring(Program program, const Request& request) {
  const auto& id = request.parameters.at("id");
  const auto status = program.trainer.restore_exercise(id);
  if (!status) co_return http::make_problem(status.error());
  co_await prove_own(program);
  const auto restored = program.trainer.find_restored(id);
  co_return http::make_reply(restored);
}

/// @param name  under which a browser keeps it
Reply make_file(Result<std::string> text, const std::string& name) {
  if (!text) return http::make_problem(text.error());
  Reply reply{200, "application/toml; charset=utf-8", std::move(*text), {}};
  reply.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}.toml\"", name));
  return reply;
}

}  // namespace

awaitable<void> prove_own(Program program) {
  auto tasks = program.trainer.list_unproved();
  for (auto& task : tasks) {
    const auto entry = task.entry;
    auto proof = co_await prove(program, std::move(task));
    program.trainer.take_proof(entry, std::move(proof));
  }
}

void add_own_exercises(http::Router& router, Program program) {
  auto& trainer = program.trainer;
  router.add(
      "POST", "/api/exercises",
      [program](const Request& request) { return answer_addition(program, request); }, AdditionLimit);
  router.add("DELETE", "/api/exercises/{id}",
             http::answer_with<api::ExerciseRemoval>([&trainer](const Request& request) {
               return trainer.remove_exercise(request.parameters.at("id"));
             }));
  router.add("POST", "/api/exercises/{id}/restore",
             [program](const Request& request) { return answer_restoring(program, request); });
  router.add("GET", "/api/own-exercises", http::answer_with<api::OwnExercises>([&trainer](const Request&) {
               return trainer.list_own_exercises();
             }));
  router.add("GET", "/api/exercises/{id}/file", [&trainer](const Request& request) -> awaitable<Reply> {
    const auto& id = request.parameters.at("id");
    auto text = trainer.find_exercise_file(id);
    co_return make_file(std::move(text), id);
  });
  router.add("GET", "/api/exercise-template", [&trainer](const Request&) -> awaitable<Reply> {
    auto text = load_exercise_template(trainer.content().folder);
    co_return make_file(std::move(text), "my-exercise");
  });
}

}  // namespace endrange::app
