pytest_plugins = ["kraken_mock"]
