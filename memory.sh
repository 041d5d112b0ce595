# How a process of Dynafuse uses memory, in this one place: ./dynafuse and benchmarks/run take it from here. docs/setup.md says what
# each part gains, and what other programs set.
# shellcheck shell=bash

# The heap grows to what images need, and gives back what they need no more: it holds few and large arrays, for which one thread that collects
# garbage, a small young generation and little room to spare are enough.
java_memory=(
    -XX:+UseSerialGC
    -XX:MaxRAMPercentage=70
    -XX:NewRatio=8
    -XX:MinHeapFreeRatio=10
    -XX:MaxHeapFreeRatio=20
)

# Huge pages for the engine's buffers, where they are taken again and again; one small fusion ends before that pays.
if ! ${small_fusion:-false}; then
    export THP_MEM_ALLOC_ENABLE="${THP_MEM_ALLOC_ENABLE:-1}"
fi

# A service lives long and works on many threads: its heap begins small, and the system's allocator keeps two pools in place of one for each thread,
# whose free pieces would be kept, too.
if ${service:-false}; then
    java_memory+=(-Xms64m)
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
fi
