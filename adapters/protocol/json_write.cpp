// What is written: answers, journal lines, and what the command line sends to the running program.
#include "adapters/protocol/api.h"
#include "adapters/protocol/writer.h"

namespace endrange::protocol {

template std::string write_json<Accepted>(const Accepted&);
template std::string write_json<Activity>(const Activity&);
template std::string write_json<BodyView>(const BodyView&);
template std::string write_json<Autostart>(const Autostart&);
template std::string write_json<AutostartChange>(const AutostartChange&);
template std::string write_json<BreakCommand>(const BreakCommand&);
template std::string write_json<BreakLog>(const BreakLog&);
template std::string write_json<BreakStatus>(const BreakStatus&);
template std::string write_json<DayPreview>(const DayPreview&);
template std::string write_json<Done>(const Done&);
template std::string write_json<Entry>(const Entry&);
template std::string write_json<EraseAnswer>(const EraseAnswer&);
template std::string write_json<EraseRequest>(const EraseRequest&);
template std::string write_json<EventBody>(const EventBody&);
template std::string write_json<ExerciseAddition>(const ExerciseAddition&);
template std::string write_json<ExerciseDetail>(const ExerciseDetail&);
template std::string write_json<ExerciseRemoval>(const ExerciseRemoval&);
template std::string write_json<Exercises>(const Exercises&);
template std::string write_json<ExerciseSummary>(const ExerciseSummary&);
template std::string write_json<FileMeasurements>(const FileMeasurements&);
template std::string write_json<Signals>(const Signals&);
template std::string write_json<SolvedFiles>(const SolvedFiles&);
template std::string write_json<Findings>(const Findings&);
template std::string write_json<FigureMotion>(const FigureMotion&);
template std::string write_json<ImportAnswer>(const ImportAnswer&);
template std::string write_json<Journal>(const Journal&);
template std::string write_json<LiveAnswer>(const LiveAnswer&);
template std::string write_json<LiveRequest>(const LiveRequest&);
template std::string write_json<NewEvents>(const NewEvents&);
template std::string write_json<OneTimeCode>(const OneTimeCode&);
template std::string write_json<OpenRequest>(const OpenRequest&);
template std::string write_json<OwnExercises>(const OwnExercises&);
template std::string write_json<PickedComparison>(const PickedComparison&);
template std::string write_json<Problem>(const Problem&);
template std::string write_json<Progress>(const Progress&);
template std::string write_json<Protocols>(const Protocols&);
template std::string write_json<Recordings>(const Recordings&);
template std::string write_json<SafetyScreen>(const SafetyScreen&);
template std::string write_json<Speech>(const Speech&);
template std::string write_json<Summary>(const Summary&);
template std::string write_json<State>(const State&);
template std::string write_json<Today>(const Today&);
template std::string write_json<Wants>(const Wants&);
template std::string write_json<TrialResult>(const TrialResult&);

}  // namespace endrange::protocol
