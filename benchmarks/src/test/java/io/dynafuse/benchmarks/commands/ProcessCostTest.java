package io.dynafuse.benchmarks.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessCostTest {
    @Test
    void timesOfChildrenAreTwoFieldsAfterANameThatMayHoldAnything() {
        String stat = "4711 (a name) 7 (x)) S 1 2 3 4 5 6 7 8 9 10 300 40 1250 75 20 0 16 0 99";
        assertThat(ProcessCost.processorSecondsOfChildren(stat)).isEqualTo(13.25);
    }

    @Test
    void thePeakIsGivenInKibibytesAndByProcessesThatLive() {
        assertThat(ProcessCost.peakBytes(Stream.of("Name:\tVmHWM", "VmPeak:\t 9999 kB", "VmHWM:\t    2048 kB")))
                .hasValue(2_097_152);
        assertThat(ProcessCost.peakBytes(Stream.of("Name:\tenfuse", "State:\tZ (zombie)")))
                .isEmpty();
    }

    @Test
    void mediansAreTakenOfEachNumber() {
        List<ProcessCost> costs =
                List.of(new ProcessCost(1, 9, 20), new ProcessCost(3, 5, 10), new ProcessCost(2, 7, 30));
        assertThat(ProcessCost.median(costs)).isEqualTo(new ProcessCost(2, 7, 20));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessIsMeasured() throws Exception {
        // 100 ms of sleep take no processor; 8 MB of a shell variable are resident.
        ProcessCost cost = ProcessCost.of(
                List.of("sh", "-c", "text=$(head -c 8000000 /dev/zero | tr '\\0' x); sleep 0.1; test -n \"$text\""));
        assertThat(cost.seconds()).isGreaterThan(0.1);
        assertThat(cost.processorSeconds()).isBetween(0.0, 10.0);
        assertThat(cost.peakBytes()).isGreaterThan(8_000_000);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFailureSaysWhatTheCommandSaidLast() {
        assertThatThrownBy(() -> ProcessCost.of(List.of("sh", "-c", "echo one; echo no such file >&2; exit 3")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("ended with 3: no such file");
    }
}
