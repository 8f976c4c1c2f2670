package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;

/** One question about how fast or how small the system is, answered beside a baseline. */
interface Scenario {
    /** As it is called on the command line; its results are kept under it. */
    String name();

    String title();

    /** Baseline and system take turns, {@link Scale#rounds} times. */
    void measure(Workbench workbench, Report report) throws Exception;
}
