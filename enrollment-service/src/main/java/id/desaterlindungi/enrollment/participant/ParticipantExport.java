package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.access.Role;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.sealing.Seal;
import id.desaterlindungi.enrollment.sheet.SheetForm;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;

/** A selection of participants as a file. It is never in memory as a whole. */
@ApplicationScoped
class ParticipantExport {
    private static final List<String> HEADER = List.of(
            "id",
            "nik",
            "kpj",
            "name",
            "birthDate",
            "sex",
            "villageCode",
            "segment",
            "occupation",
            "fundingSource",
            "programmes",
            "monthlyIncome",
            "groupName",
            "groupKind",
            "origin",
            "status",
            "endReason",
            "enrolledOn",
            "coveredFrom",
            "coveredUntil",
            "phone",
            "warnings",
            "erasedAt");

    private final ParticipantReader participants;
    private final Seal seal;

    ParticipantExport(ParticipantReader participants, Seal seal) {
        this.participants = participants;
        this.seal = seal;
    }

    void write(ParticipantFilter filter, Role reader, SheetForm form, OutputStream out) throws IOException {
        var file = form.writer(out, "Peserta", HEADER);
        participants.each(filter, participant -> file.row(cells(participant, reader, file)));
        file.finish();
    }

    private List<String> cells(Participant participant, Role reader, SheetWriter file) {
        return List.of(
                participant.id().toString(),
                ParticipantView.nik(participant, reader, seal),
                file.code(participant.kpj()),
                SheetWriter.text(participant.name()),
                participant.birthDate().toString(),
                participant.sex().name(),
                participant.villageCode(),
                participant.segment().name(),
                participant.occupation().name(),
                participant.fundingSource().name(),
                participant.programmes().stream().map(Programme::name).collect(Collectors.joining(", ")),
                SheetWriter.text(participant.monthlyIncome()),
                SheetWriter.text(participant.groupName()),
                SheetWriter.text(participant.groupKind()),
                participant.origin().name(),
                participant.status().name(),
                SheetWriter.text(participant.endReason()),
                participant.enrolledOn().toString(),
                participant.coveredFrom().toString(),
                SheetWriter.text(participant.coveredUntil()),
                SheetWriter.text(ParticipantView.phone(participant, reader, seal)),
                String.join(", ", participant.warnings()),
                SheetWriter.text(participant.erasedAt()));
    }
}
