// A file descriptor that closes with its owner.
#ifndef KRAKEN_MOCK_SERVER_SRC_DESCRIPTOR_H_
#define KRAKEN_MOCK_SERVER_SRC_DESCRIPTOR_H_

#include <unistd.h>

namespace kraken::mock {

class Descriptor final {
 public:
  // What open() answered; a negative number is none.
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  const int number_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_DESCRIPTOR_H_
