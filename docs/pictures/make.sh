#!/usr/bin/env bash
# Makes the pictures of the README again, from the examples and with the command itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# sheet TASK SOURCE SOURCE: both sources, what they are fused to, and the fusion weights of the first
sheet() {
    local task="$1" one="$2" other="$3"
    ./dynafuse fuse "examples/$one.png" "examples/$other.png" -o "$work/$task.png" --task "$task" --save-fusion-weights "$work/$task"
    java -cp 'cli/target/dynafuse-cli.jar:cli/target/lib/*' docs/pictures/Sheet.java "docs/pictures/$task.jpg" \
        "examples/$one.png" "examples/$other.png" "$work/$task.png" "$work/$task/1-$one-weight.png"
}

sheet visible-infrared visible infrared
sheet medical mri ct
sheet multi-exposure under over
sheet multi-focus near far
