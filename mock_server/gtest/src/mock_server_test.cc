#include "kraken/gtest/mock_server_test.h"

#include <iostream>
#include <ostream>
#include <sstream>
#include <string>

namespace kraken::gtest {
namespace {

// The note of the stage that ended the request, or null where none refused it.
const mock::StageNote* Refusal(const mock::JournalEntry& entry) {
  for (const mock::StageNote& note : entry.stages) {
    if (note.verdict == mock::StageVerdict::kRefused) return &note;
  }
  return nullptr;
}

void PrintEntry(const mock::JournalEntry& entry, std::ostream& out) {
  out << "  #" << entry.seq << ' ' << entry.request.method << ' ' << entry.request.target << " -> "
      << entry.status;
  for (const std::string& error : entry.errors) out << ' ' << error;
  if (!entry.rule.empty()) out << " [rule " << entry.rule << ']';
  if (const mock::StageNote* refusal = Refusal(entry)) {
    out << "\n      " << refusal->stage << ": " << refusal->why;
  }
  out << '\n';
}

std::string WhatTheServerSaw(const mock::Journal& journal) {
  std::ostringstream text;
  text << "What the mock server saw (" << journal.dropped() << " earlier entries dropped):\n";
  for (const mock::JournalEntry& entry : journal.Entries()) PrintEntry(entry, text);
  return text.str();
}

}  // namespace

void MockServerTest::SetUp() { server_ = std::make_unique<mock::Server>(Options()); }

void MockServerTest::TearDown() {
  if (!server_) return;
  server_->Stop();
  if (!allow_unmet_rules_) {
    for (const std::string& rule : server_->UnmetRules()) {
      ADD_FAILURE() << "a rule of the scenario was not met: " << rule;
    }
    for (const std::string& request : server_->UnexpectedRequests()) {
      ADD_FAILURE() << "a request that the scenario does not expect: " << request;
    }
  }
  if (!allow_unknown_endpoints_) {
    for (const mock::JournalEntry& entry : server_->journal().Entries()) {
      const mock::StageNote* refusal = Refusal(entry);
      if (entry.status == 404 && entry.endpoint.empty() && refusal != nullptr) {
        ADD_FAILURE() << "a request for no known endpoint: " << refusal->why;
      }
    }
  }
  if (HasFailure()) std::cout << WhatTheServerSaw(server_->journal());
  server_.reset();
}

}  // namespace kraken::gtest
