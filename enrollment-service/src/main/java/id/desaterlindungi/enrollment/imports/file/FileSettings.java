package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.settings.AboveZero;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How much a file may hold. */
@ConfigMapping(prefix = "enrollment.imports")
public interface FileSettings {
    /** A workbook's sheet, unpacked. Excel's million rows of 15 columns take about 1.2 GB. */
    @WithDefault("1500M")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize maxSheet();

    /** All other parts of a workbook that are read, unpacked and in sum: its shared texts lie in a file meanwhile. */
    @WithDefault("48M")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize maxPart();

    /** Columns of a list. Its report has a few more when it comes back. */
    @WithDefault("256")
    @WithConverter(AboveZero.OfInteger.class)
    int maxColumns();

    /** Characters of a cell that is read. */
    @WithDefault("1000")
    @WithConverter(AboveZero.OfInteger.class)
    int maxCell();
}
