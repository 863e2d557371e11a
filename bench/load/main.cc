// Compares kraken-mock with bare cpp-httplib under the same load, in turns, in one run.
//
//   kraken-load BARE_HTTPLIB KRAKEN_MOCK [ROUNDS] [CONNECTIONS]
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <vector>

#include "bench/load/child_server.h"
#include "bench/load/load_client.h"
#include "kraken/protocol/base64.h"
#include "kraken/protocol/credentials.h"

namespace kraken::bench {
namespace {

constexpr int kRoundMs = 3000;

std::vector<Credentials> MakeKeys(int count) {
  std::vector<Credentials> keys;
  for (int i = 0; i < count; ++i) {
    std::vector<std::uint8_t> bytes(64, static_cast<std::uint8_t>(i));
    keys.push_back({.api_key = "bench-key-" + std::to_string(i),
                    .secret = Secret::FromBytes(std::move(bytes))});
  }
  return keys;
}

std::string WriteKeys(const std::vector<Credentials>& keys) {
  std::string path = "/tmp/kraken-load-" + std::to_string(::getpid()) + ".json";
  std::ofstream out(path);
  const char* separator = "[";
  for (const Credentials& key : keys) {
    out << separator << R"({"key":")" << key.api_key << R"(","secret":")"
        << key.secret.RevealBase64() << "\"}";
    separator = ",";
  }
  out << "]\n";
  return path;
}

void Print(const char* server, const LoadResult& result) {
  std::printf("%-14s %9.0f %9u %9u %12llu %12llu %9llu\n", server, result.requests_per_s,
              result.p50_us, result.p99_us, static_cast<unsigned long long>(result.least_served),
              static_cast<unsigned long long>(result.most_served),
              static_cast<unsigned long long>(result.failures));
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int Compare(const std::string& bare_program, const std::string& mock_program, int rounds,
            int connections) {
  const std::vector<Credentials> keys = MakeKeys(connections);
  const std::string key_file = WriteKeys(keys);
  std::uint64_t nonce = 1'616'492'376'594;
  std::vector<double> ratios;
  std::uint64_t mock_requests = 0;
  {
    const ChildServer bare({bare_program});
    const ChildServer mock(
        {mock_program, "--port", "0", "--keys", key_file, "--rate-limits", "off", "--log", "off"});
    std::printf("%d kept-alive connections, a key and rising nonces each, %d ms a round\n",
                connections, kRoundMs);
    std::printf("%-14s %9s %9s %9s %12s %12s %9s\n", "server", "req/s", "p50 us", "p99 us",
                "least/conn", "most/conn", "failures");
    for (int round = 0; round < rounds; ++round) {
      const LoadResult yardstick = RunLoad(bare.port(), keys, kRoundMs, nonce);
      const LoadResult ours = RunLoad(mock.port(), keys, kRoundMs, nonce);
      Print("bare httplib", yardstick);
      Print("kraken-mock", ours);
      mock_requests += ours.requests;
      ratios.push_back(ours.requests_per_s / yardstick.requests_per_s);
    }
    std::printf("kraken-mock / bare httplib, median of %d rounds: %.2f\n", rounds, Median(ratios));
    std::printf("kraken-mock: listening after %.1f ms; %.1f MiB resident after %llu requests\n",
                mock.start_ms(), mock.resident_mib(),
                static_cast<unsigned long long>(mock_requests));
  }
  std::remove(key_file.c_str());
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace kraken::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: kraken-load BARE_HTTPLIB KRAKEN_MOCK [ROUNDS] [CONNECTIONS]\n", stderr);
    return 64;
  }
  try {
    return kraken::bench::Compare(argv[1], argv[2], argc > 3 ? std::stoi(argv[3]) : 3,
                                  argc > 4 ? std::stoi(argv[4]) : 64);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kraken-load: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
