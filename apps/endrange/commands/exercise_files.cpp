#include "apps/endrange/commands/exercise_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "adapters/figures/glb.h"
#include "adapters/figures/png.h"
#include "adapters/files/mot.h"
#include "adapters/files/save_text.h"
#include "apps/endrange/commands/exercise_shown.h"
#include "core/figure/sheet.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  Shown shown = {};
  std::string id = {};
  std::vector<std::string> ids = {};
  std::filesystem::path out = {};
  std::filesystem::path folder = {};
  int columns = 3;
  int size_px = 480;
  std::string at = "middle";
  std::string view = "teacher";
  std::string side = "right";
};

std::unexpected<Error> refuse_ending(const std::filesystem::path& out, const std::string& known) {
  return fail(fmt::format("expected a file that ends in {}, found \"{}\"", known, out.filename().string()),
              {}, "give the file one of these endings");
}

// The contact sheet: how the exercises look, so that someone can judge what no check can.
Status draw_sheet(Options options) {
  options.shown.data = options.common.data;
  const auto ending = options.out.extension();
  if (ending != ".svg" && ending != ".png") return refuse_ending(options.out, ".svg or .png");
  TRY(const auto stage, Stage::create(options.shown));
  std::vector<figure::SheetRow> rows;
  for (const auto& one : stage.content().catalogue.exercises()) {
    if (!options.ids.empty() && std::ranges::find(options.ids, one.id.value()) == options.ids.end()) continue;
    TRY(auto shown, stage.show(one));
    rows.push_back({one.id.value(), std::move(shown.motion)});
  }
  std::string picture;
  if (ending == ".svg") {
    picture = figure::render_sheet(rows, options.columns);
  } else {
    TRY(picture, figures::draw_sheet_png(rows, options.columns));
  }
  TRY_STATUS(files::save_text(picture, options.out));
  fmt::print("{} exercises in {}.\n", rows.size(), options.out.string());
  return {};
}

double find_moment(const figure::FigureMotion& motion, const std::string& at) {
  return at == "start" ? 0.0 : at == "end" ? motion.duration_s : motion.still_s;
}

// Where to stand to look: where a teacher would, or one of the sides.
figure::View find_view(const figure::FigureMotion& motion, const std::string& view) {
  static const std::map<std::string, figure::View> Views = {
      {"front", figure::FrontView},
      {"back", figure::BackView},
      {"side", figure::SideView},
      {"left", {-figure::SideView.azimuth, figure::SideView.elevation}},
      {"above", {Angle::from_degrees(0.0), Angle::from_degrees(80.0)}}};
  const auto found = Views.find(view);
  return found == Views.end() ? motion.view : found->second;
}

Status draw_still(Options options) {
  options.shown.data = options.common.data;
  const auto ending = options.out.extension();
  if (ending != ".svg" && ending != ".png") return refuse_ending(options.out, ".svg or .png");
  TRY(const auto stage, Stage::create(options.shown));
  TRY(const auto shown, stage.show(options.id));
  const figure::Still still{.t_s = find_moment(shown.motion, options.at),
                            .view = find_view(shown.motion, options.view),
                            .width_px = options.size_px,
                            .height_px = options.size_px};
  std::string picture;
  if (ending == ".svg") {
    picture = figure::render_svg(shown.motion, still);
  } else {
    TRY(picture, figures::draw_png(shown.motion, still));
  }
  return files::save_text(picture, options.out);
}

// The motion in OpenSim's coordinates, on the body that `endrange solve` uses too.
std::string make_mot(const ShownExercise& shown, const body::Body& body) {
  motion::Motion motion;
  for (const auto& frame : shown.compiled.frames) {
    motion.time_s.push_back(frame.t_s);
    motion.poses.push_back(frame.pose);
  }
  return files::format_mot(motion::make_coordinate_table(body, motion));
}

Result<std::string> make_file(const ShownExercise& shown, const Stage& stage,
                              const std::filesystem::path& out) {
  if (out.extension() == ".mot") return make_mot(shown, stage.body());
  if (out.extension() == ".glb")
    return figures::make_glb(shown.motion, shown.exercise->name, "Endrange " ENDRANGE_VERSION);
  return refuse_ending(out, ".glb or .mot");
}

Status export_one(const Options& options, const Stage& stage) {
  TRY(const auto shown, stage.show(options.id));
  TRY(const auto text, make_file(shown, stage, options.out));
  return files::save_text(text, options.out);
}

Status export_all(const Options& options, const Stage& stage) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  if (error)
    return fail("the folder cannot be made: " + error.message(), options.folder.string(),
                "check its name and permissions");
  for (const auto& one : stage.content().catalogue.exercises()) {
    TRY(const auto shown, stage.show(one));
    for (const char* ending : {".glb", ".mot"}) {
      const auto out = options.folder / (one.id.value() + ending);
      TRY(const auto text, make_file(shown, stage, out));
      TRY_STATUS(files::save_text(text, out));
    }
  }
  fmt::print("{} exercises in {}, each as .glb and .mot.\n", stage.content().catalogue.exercises().size(),
             options.folder.string());
  return {};
}

Status export_files(Options options) {
  if (options.folder.empty() == (options.id.empty() || options.out.empty()))
    return fail("expected one exercise and --out FILE, or --all FOLDER", {}, "see `endrange exercise list`");
  options.shown.data = options.common.data;
  options.shown.side = options.side == "left" ? Side::Left : Side::Right;
  TRY(const auto stage, Stage::create(options.shown));
  return options.folder.empty() ? export_one(options, stage) : export_all(options, stage);
}

void add_body(CLI::App& command, Shown& shown) {
  command.add_option("--draft", shown.drafts, "A file in the place of the library's");
  command.add_option("--height-m", shown.height_m, "Of the body")->check(CLI::Range(1.2, 2.2));
  command.add_option("--share", shown.share, "Usable share of every human range; 0: nothing is known")
      ->check(CLI::Range(0.0, 1.0));
}

void add_side(CLI::App& command, std::string& side) {
  command.add_option("--side", side, "Which side works: left or right")
      ->check(CLI::IsMember({"left", "right"}));
}

}  // namespace

void add_exercise_files(CommandLine& line, CLI::App& group) {
  const auto options = std::make_shared<Options>();
  auto* const sheet = line.add(group, "sheet", "One picture of exercises at start, middle and end",
                               options->common, [options] { return draw_sheet(*options); });
  sheet->add_option("ID", options->ids, "As `exercise list` prints it; none: all");
  sheet->add_option("-o,--output", options->out, "A picture: .svg or .png")->required();
  sheet->add_option("--columns", options->columns, "Exercises in a row")->check(CLI::Range(1, 20));
  add_body(*sheet, options->shown);

  auto* const still =
      line.add(group, "still", "A picture of one moment of an exercise", options->common, [options] {
        options->shown.side = options->side == "left" ? Side::Left : Side::Right;
        return draw_still(*options);
      });
  still->add_option("ID", options->id, "As `exercise list` prints it")->required();
  still->add_option("-o,--out", options->out, "A picture: .svg or .png")->required();
  still->add_option("--at", options->at, "start, middle (what shows it best) or end")
      ->check(CLI::IsMember({"start", "middle", "end"}));
  still
      ->add_option("--view", options->view,
                   "teacher (as the exercise says), front, back, side, left or above")
      ->check(CLI::IsMember({"teacher", "front", "back", "side", "left", "above"}));
  still->add_option("--size-px", options->size_px, "Of each side of the picture")
      ->check(CLI::Range(32, 8192));
  add_side(*still, options->side);
  add_body(*still, options->shown);

  auto* const file = line.add(group, "export", "An exercise as a file for other programs: glTF, OpenSim",
                              options->common, [options] { return export_files(*options); });
  file->add_option("ID", options->id, "As `exercise list` prints it");
  file->add_option("-o,--out", options->out, ".glb: glTF 2.0 with animation; .mot: OpenSim's coordinates");
  file->add_option("--all", options->folder, "The whole library into this folder, as both");
  add_side(*file, options->side);
  add_body(*file, options->shown);
}

}  // namespace endrange::app
