package id.desaterlindungi.enrollment.reference;

import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.RegistryOccupation;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "RegistryOccupation")
record RegistryOccupationCode(
        @Schema(
                required = true,
                description = "In the registry's list; lists may write it instead of the name",
                examples = "9")
        int number,

        @Schema(required = true, description = "As on family cards", examples = "PETANI/PEKEBUN")
        String name,

        @Schema(required = true, description = "What lists are read as", examples = "PETANI")
        Occupation occupation) {
    @Schema(name = "RegistryOccupationList")
    record Listing(
            @Schema(required = true, examples = "Jenis pekerjaan pada Kartu Keluarga (formulir F-1.01), 88 entries")
            String source,

            @Schema(required = true) List<RegistryOccupationCode> items) {
        /** The names and numbers are the registry's; what each is read as is this register's choice. */
        private static final String SOURCE =
                "Kinds of occupation of the family card (Kartu Keluarga, form F-1.01) as the civil registry's software numbers them, 1 to 88; what each is read as is this register's choice";

        Listing {
            items = List.copyOf(items);
        }

        static Listing all() {
            return new Listing(
                    SOURCE,
                    RegistryOccupation.ALL.stream()
                            .map(one -> new RegistryOccupationCode(one.number(), one.name(), one.occupation()))
                            .toList());
        }
    }
}
