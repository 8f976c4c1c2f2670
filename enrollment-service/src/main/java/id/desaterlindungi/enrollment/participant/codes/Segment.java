package id.desaterlindungi.enrollment.participant.codes;

import static id.desaterlindungi.enrollment.participant.codes.Programme.JHT;
import static id.desaterlindungi.enrollment.participant.codes.Programme.JKK;
import static id.desaterlindungi.enrollment.participant.codes.Programme.JKM;
import static id.desaterlindungi.enrollment.participant.codes.Programme.JKP;
import static id.desaterlindungi.enrollment.participant.codes.Programme.JP;

import java.util.Set;

/** As what somebody is insured. Given by the caller, never derived: regencies differ on RT/RW heads and BPD members. */
public enum Segment {
    /** Penerima upah: wage earners, such as village heads and officers. */
    PU(JKK, JKM, JHT, JP, JKP),
    /** Bukan penerima upah: farmers, fishers, traders and others on their own account. */
    BPU(JKK, JKM, JHT),
    /** Workers of construction projects. */
    JAKON(JKK, JKM),
    /** Pekerja migran Indonesia: workers abroad. */
    PMI(JKK, JKM, JHT);

    private final Set<Programme> allowed;

    Segment(Programme... allowed) {
        this.allowed = Set.of(allowed);
    }

    public boolean allows(Programme programme) {
        return allowed.contains(programme);
    }
}
