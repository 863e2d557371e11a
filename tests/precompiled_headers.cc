// Compiled for its precompiled headers, which the test executables share.
