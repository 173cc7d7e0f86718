# Compiler flags shared by every room: warnings are errors, sanitizers on request, ccache when present.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(endrange_flags INTERFACE)
target_compile_options(endrange_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough
  -Werror -fdiagnostics-color=always)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside its own <string> and Eigen when optimising; clang-tidy covers the real cases.
  target_compile_options(endrange_flags INTERFACE -Wno-null-dereference -Wno-restrict -Wno-maybe-uninitialized
    -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
else()
  # std::stable_sort of Debian's libstdc++ 12 uses what C++17 deprecated, and clang tells its callers.
  target_compile_options(endrange_flags INTERFACE -Wno-deprecated-declarations)
endif()

# Paths in binaries are relative, so that two checkouts share one compiler cache.
target_compile_options(endrange_flags INTERFACE -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)

if(ENDRANGE_SANITIZE)
  target_compile_options(endrange_flags INTERFACE -fsanitize=${ENDRANGE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(endrange_flags INTERFACE -fsanitize=${ENDRANGE_SANITIZE})
endif()
