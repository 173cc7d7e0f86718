// What is read: requests, journal lines, and the answers that the command line reads from the running
// program.
#include "adapters/protocol/api.h"
#include "adapters/protocol/reader.h"

namespace endrange::protocol {

template Result<Accepted> parse_json<Accepted>(std::string_view);
template Result<Activity> parse_json<Activity>(std::string_view);
template Result<BodyView> parse_json<BodyView>(std::string_view);
template Result<BreakLog> parse_json<BreakLog>(std::string_view);
template Result<AutostartChange> parse_json<AutostartChange>(std::string_view);
template Result<Autostart> parse_json<Autostart>(std::string_view);
template Result<BreakCommand> parse_json<BreakCommand>(std::string_view);
template Result<BreakStatus> parse_json<BreakStatus>(std::string_view);
template Result<Done> parse_json<Done>(std::string_view);
template Result<Entry> parse_json<Entry>(std::string_view);
template Result<EraseAnswer> parse_json<EraseAnswer>(std::string_view);
template Result<EraseRequest> parse_json<EraseRequest>(std::string_view);
template Result<EventBody> parse_json<EventBody>(std::string_view);
template Result<ExerciseAddition> parse_json<ExerciseAddition>(std::string_view);
template Result<ExerciseRemoval> parse_json<ExerciseRemoval>(std::string_view);
template Result<Exercises> parse_json<Exercises>(std::string_view);
template Result<ExerciseSummary> parse_json<ExerciseSummary>(std::string_view);
template Result<FileMeasurements> parse_json<FileMeasurements>(std::string_view);
template Result<Signals> parse_json<Signals>(std::string_view);
template Result<SolvedFiles> parse_json<SolvedFiles>(std::string_view);
template Result<ImportAnswer> parse_json<ImportAnswer>(std::string_view);
template Result<Journal> parse_json<Journal>(std::string_view);
template Result<LiveAnswer> parse_json<LiveAnswer>(std::string_view);
template Result<LiveRequest> parse_json<LiveRequest>(std::string_view);
template Result<NewEvents> parse_json<NewEvents>(std::string_view);
template Result<OneTimeCode> parse_json<OneTimeCode>(std::string_view);
template Result<OpenRequest> parse_json<OpenRequest>(std::string_view);
template Result<OwnExercises> parse_json<OwnExercises>(std::string_view);
template Result<PickedComparison> parse_json<PickedComparison>(std::string_view);
template Result<Problem> parse_json<Problem>(std::string_view);
template Result<Protocols> parse_json<Protocols>(std::string_view);
template Result<Recordings> parse_json<Recordings>(std::string_view);
template Result<Rhythm> parse_json<Rhythm>(std::string_view);
template Result<Speech> parse_json<Speech>(std::string_view);
template Result<Summary> parse_json<Summary>(std::string_view);
template Result<State> parse_json<State>(std::string_view);
template Result<Today> parse_json<Today>(std::string_view);
template Result<Wants> parse_json<Wants>(std::string_view);

}  // namespace endrange::protocol
