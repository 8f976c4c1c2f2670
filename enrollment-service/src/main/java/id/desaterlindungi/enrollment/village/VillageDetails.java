package id.desaterlindungi.enrollment.village;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed of a village's record, read and found right.
 *
 * @param headPhone in international form, as is {@code officePhone}
 * @param workersEstimate together with its source and date, or not at all
 */
record VillageDetails(
        @Nullable String headName,
        @Nullable String headPhone,
        @Nullable String officeContact,
        @Nullable String officePhone,
        @Nullable Integer workersEstimate,
        @Nullable String workersSource,
        @Nullable LocalDate workersAsOf,
        boolean sadar,
        @Nullable String notes) {}
