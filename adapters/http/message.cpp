#include "adapters/http/message.h"

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"

namespace endrange::http {

Reply make_problem(unsigned status, const Error& error) {
  return {status,
          "application/json",
          protocol::write_json(protocol::Problem{error.message, error.where, error.remedy}),
          {}};
}

Reply make_problem(const Error& error) {
  return make_problem(error.fault == Fault::Internal ? 500 : 400, error);
}

}  // namespace endrange::http
