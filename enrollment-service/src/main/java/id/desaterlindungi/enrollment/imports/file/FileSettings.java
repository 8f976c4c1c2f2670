package id.desaterlindungi.enrollment.imports.file;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much a file may hold. */
@ConfigMapping(prefix = "enrollment.imports")
public interface FileSettings {
    /** A workbook's sheet, unpacked. Excel's million rows of 15 columns take about 1.2 GB. */
    @WithDefault("1500M")
    MemorySize maxSheet();

    /** All other parts of a workbook that are read, unpacked and in sum: its shared texts lie in a file meanwhile. */
    @WithDefault("48M")
    MemorySize maxPart();

    /** Columns of a list. Its report has a few more when it comes back. */
    @WithDefault("256")
    int maxColumns();

    /** Characters of a cell that is read. */
    @WithDefault("1000")
    int maxCell();
}
