package io.dynafuse.network.tcmoa;

/** TC-MoA in sizes for tests of other modules too. */
public final class NarrowTcMoa {
    /** Of two adapters, which all tokens go to; wide enough that each of them has units that are not negative. */
    public static final TcMoa OF_TWO_EXPERTS = ofTwoExperts(256);

    /** The same for trainings, which take longer. */
    public static final TcMoa NARROW = ofTwoExperts(128);

    private static TcMoa ofTwoExperts(int width) {
        Stack stack = new Stack(width, 2, 4);
        return TcMoa.of(new TcMoaShape(16, stack, stack, 2, 2, true, Positions.OF_WINDOWS, 448));
    }

    private NarrowTcMoa() {}
}
