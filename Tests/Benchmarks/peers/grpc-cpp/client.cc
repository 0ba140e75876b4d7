// grpc-cpp-client PORT CERTS CONNECTIONS IN_FLIGHT PAYLOAD SECONDS: a closed loop of echo calls.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <vector>

#include "common.h"
#include "echo.grpc.pb.h"

using cameo::peers::v1::Echo;
using cameo::peers::v1::EchoService;
using Clock = std::chrono::steady_clock;

struct Call {
  grpc::ClientContext context;
  Echo reply;
  grpc::Status status;
  std::unique_ptr<grpc::ClientAsyncResponseReader<Echo>> reader;
  Clock::time_point begin;
  EchoService::Stub *stub;
};

class Load {
 public:
  Load(const std::string &target, const std::string &authority, int connections, int payload) {
    request_.set_payload(std::string(payload, 7));
    for (int index = 0; index < connections; ++index) connect(target, authority, index);
  }

  // Calls in flight on every connection until the time is up, then waits for those still out.
  void run(int in_flight, Clock::duration time) {
    const auto begin = Clock::now();
    for (auto &stub : stubs_)
      for (int call = 0; call < in_flight; ++call) start(stub.get());
    void *tag;
    bool ok;
    while (out_ > 0 && queue_.Next(&tag, &ok)) {
      auto *stub = finish(std::unique_ptr<Call>(static_cast<Call *>(tag)));
      if (Clock::now() - begin < time) start(stub);
    }
    report(std::chrono::duration<double>(Clock::now() - begin).count());
  }

 private:
  void connect(const std::string &target, const std::string &authority, int index) {
    grpc::SslCredentialsOptions security;
    security.pem_root_certs = authority;
    grpc::ChannelArguments options;
    // Channels of one target would share one connection: a pool and an argument of its own keep
    // them apart.
    options.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    options.SetInt("cameo.connection", index);
    options.SetSslTargetNameOverride("localhost");
    const auto channel =
        grpc::CreateCustomChannel(target, grpc::SslCredentials(security), options);
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(5)))
      throw std::runtime_error("no connection to " + target);
    stubs_.push_back(EchoService::NewStub(channel));
  }

  void start(EchoService::Stub *stub) {
    auto *call = new Call;
    call->stub = stub;
    call->begin = Clock::now();
    call->reader = stub->AsyncCall(&call->context, request_, &queue_);
    call->reader->Finish(&call->reply, &call->status, call);
    ++out_;
  }

  EchoService::Stub *finish(std::unique_ptr<Call> call) {
    --out_;
    if (!call->status.ok()) throw std::runtime_error(call->status.error_message());
    if (call->reply.payload().size() != request_.payload().size())
      throw std::runtime_error("the reply is not the request");
    latencies_.push_back(std::chrono::nanoseconds(Clock::now() - call->begin).count());
    return call->stub;
  }

  void report(double seconds) {
    std::sort(latencies_.begin(), latencies_.end());
    const auto percentile = [&](int percent) {
      return static_cast<double>(latencies_[latencies_.size() * percent / 100]) / 1000;
    };
    std::printf("{\"requests\": %zu, \"seconds\": %f, \"p50_us\": %f, \"p99_us\": %f}\n",
                latencies_.size(), seconds, percentile(50), percentile(99));
  }

  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<EchoService::Stub>> stubs_;
  Echo request_;
  std::vector<long long> latencies_;
  int out_ = 0;
};

int main(int count, char **arguments) {
  if (count != 7) {
    std::cerr << "usage: grpc-cpp-client PORT CERTS CONNECTIONS IN_FLIGHT PAYLOAD SECONDS\n";
    return 2;
  }
  Load load(std::string("127.0.0.1:") + arguments[1],
            read_file(std::string(arguments[2]) + "/ca.pem"), std::stoi(arguments[3]),
            std::stoi(arguments[5]));
  load.run(std::stoi(arguments[4]), std::chrono::seconds(std::stoi(arguments[6])));
}
