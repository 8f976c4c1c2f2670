package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.choice.Choices;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.FileTrait;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.Places;
import java.util.Set;

/**
 * How the rows of a list are read.
 *
 * @param places the villages that there are for the sender
 * @param datesBack whether the sender may date an enrollment back as far as a reason has it
 */
public record Terms(
        Header header, Defaults defaults, Set<FileTrait> traits, Choices choices, Places places, boolean datesBack) {}
