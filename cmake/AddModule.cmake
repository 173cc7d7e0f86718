# add_module(core/solve DEPENDS core/body core/motion LIBRARIES Eigen3::Eigen)
#
# One room of the house: a static library from every .cpp in the folder, its public headers, and, when tests are
# built, one test program from tests/<room>/*_test.cpp. DEPENDS is the only place where the room's dependencies are
# written; tests/house/layering_test.cpp holds every project include against it.
#
# LIBRARIES      third-party libraries, visible to rooms above
# TEST_DEPENDS   rooms that only the room's tests use
# TEST_LIBRARIES third-party libraries that only the room's tests use
set_property(GLOBAL PROPERTY ENDRANGE_MODULES "")

function(module_target room out)
  string(REPLACE "/" "_" target "${room}")
  string(REPLACE "-" "_" target "${target}")
  set(${out} "endrange_${target}" PARENT_SCOPE)
endfunction()

function(add_module room)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES;TEST_DEPENDS;TEST_LIBRARIES" ${ARGN})
  module_target(${room} target)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${room}/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${room}/*.h)

  set(dependency_targets "")
  foreach(dependency IN LISTS ARG_DEPENDS)
    module_target(${dependency} dependency_target)
    if(NOT TARGET ${dependency_target})
      message(FATAL_ERROR "${room} depends on ${dependency}, which is not below it in CMakeLists.txt")
    endif()
    list(APPEND dependency_targets ${dependency_target})
  endforeach()

  if(sources)
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PRIVATE endrange_flags)
    set(visibility PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(visibility INTERFACE)
  endif()
  target_sources(${target} ${visibility} FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${headers})
  target_include_directories(${target} ${visibility} ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(${target} ${visibility} ${dependency_targets} ${ARG_LIBRARIES})

  string(REPLACE ";" " " dependencies "${ARG_DEPENDS}")
  set_property(GLOBAL APPEND PROPERTY ENDRANGE_MODULES "${room}: ${dependencies}")

  if(ENDRANGE_TESTS)
    file(GLOB_RECURSE tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${room}/*.cpp)
    if(tests)
      string(REPLACE "endrange_" "" stem ${target})
      set(test_target ${stem}_test)
      set(test_dependency_targets "")
      foreach(dependency IN LISTS ARG_TEST_DEPENDS)
        module_target(${dependency} dependency_target)
        list(APPEND test_dependency_targets ${dependency_target})
      endforeach()
      add_executable(${test_target} ${tests})
      target_link_libraries(${test_target} PRIVATE ${target} ${test_dependency_targets} endrange_flags
        GTest::gtest_main GTest::gmock rapidcheck ${ARG_TEST_LIBRARIES})
      target_include_directories(${test_target} PRIVATE ${CMAKE_SOURCE_DIR})
      target_compile_definitions(${test_target} PRIVATE
        ENDRANGE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" ENDRANGE_BINARY_DIR="${CMAKE_BINARY_DIR}")
      set_target_properties(${test_target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
      # One CTest entry a suite keeps the run short: a process a test costs more than most tests do.
      add_test(NAME ${room} COMMAND ${test_target})
      set_tests_properties(${room} PROPERTIES TIMEOUT 900)
    endif()
  endif()
endfunction()

# Writes what depends on what, for the layering test.
function(write_module_list)
  get_property(modules GLOBAL PROPERTY ENDRANGE_MODULES)
  list(JOIN modules "\n" text)
  file(WRITE ${CMAKE_BINARY_DIR}/modules.txt "${text}\n")
endfunction()
