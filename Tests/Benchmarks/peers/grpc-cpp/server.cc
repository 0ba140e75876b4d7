// grpc-cpp-server PORT CERTS
//
// One thread on one completion queue: of gRPC C++'s interfaces the fastest on one core. A call
// waits in the queue for its request, answers with it, and is deleted when the answer is out; each
// one that starts puts its successor up.
#include <grpcpp/grpcpp.h>

#include "common.h"
#include "echo.grpc.pb.h"

using cameo::peers::v1::Echo;
using cameo::peers::v1::EchoService;

// Calls that wait to be matched with a request: more than a client has in flight.
constexpr int waiting_calls = 256;

class Call {
 public:
  Call(EchoService::AsyncService *service, grpc::ServerCompletionQueue *queue)
      : service_(service), queue_(queue), writer_(&context_) {
    service_->RequestCall(&context_, &request_, &writer_, queue_, queue_, this);
  }

  // The queue's next word on this call; ok is false when the server or the peer is gone.
  void proceed(bool ok) {
    if (answered_ || !ok) {
      delete this;
      return;
    }
    new Call(service_, queue_);
    answered_ = true;
    reply_.set_payload(request_.payload());
    writer_.Finish(reply_, grpc::Status::OK, this);
  }

 private:
  EchoService::AsyncService *service_;
  grpc::ServerCompletionQueue *queue_;
  grpc::ServerContext context_;
  Echo request_, reply_;
  grpc::ServerAsyncResponseWriter<Echo> writer_;
  bool answered_ = false;
};

int main(int count, char **arguments) {
  if (count != 3) {
    std::cerr << "usage: grpc-cpp-server PORT CERTS\n";
    return 2;
  }
  const std::string certificates = arguments[2];
  grpc::SslServerCredentialsOptions security;
  security.pem_key_cert_pairs.push_back(
      {read_file(certificates + "/server.key"), read_file(certificates + "/server.pem")});
  grpc::ServerBuilder builder;
  builder.AddListeningPort(
      std::string("127.0.0.1:") + arguments[1], grpc::SslServerCredentials(security));
  EchoService::AsyncService service;
  builder.RegisterService(&service);
  const auto queue = builder.AddCompletionQueue();
  const auto server = builder.BuildAndStart();
  if (!server) return 1;
  for (int call = 0; call < waiting_calls; ++call) new Call(&service, queue.get());
  void *tag;
  bool ok;
  while (queue->Next(&tag, &ok)) static_cast<Call *>(tag)->proceed(ok);
}
