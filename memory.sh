# How a process of Dynafuse uses memory, in this one place: ./dynafuse and benchmarks/run take it from here, and docs/setup.md says what it gains.
# shellcheck shell=bash

# One thread collects garbage, which is enough beside images that are a few large arrays; the heap is what images need, and gives back
# what it no longer does.
java_memory=(-XX:+UseSerialGC -XX:MaxRAMPercentage=70)

# Huge pages for the engine's buffers: they are taken again and again, and the first touch of each is most of their cost.
export THP_MEM_ALLOC_ENABLE="${THP_MEM_ALLOC_ENABLE:-1}"
