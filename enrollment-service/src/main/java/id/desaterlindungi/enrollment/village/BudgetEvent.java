package id.desaterlindungi.enrollment.village;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of {@code village.budgeted}, as {@code contract/schemas/village-budget.v1.schema.json} describes it.
 *
 * @param on business date of the change in Asia/Jakarta
 * @param changed names of the fields that changed and are no amounts; never what they hold
 * @param before null for a year's first budget
 */
record BudgetEvent(
        String villageCode,
        int year,
        int version,
        LocalDate on,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> changed,
        @Nullable Amounts before,
        Amounts after) {
    /**
     * Whole rupiah.
     *
     * @param addTotal the whole village allocation (Alokasi Dana Desa)
     * @param addSocialSecurity the part of it that is set aside for contributions
     * @param danaDesaSocialSecurity what is set aside for them from Dana Desa
     * @param workers how many the contributions are meant for
     */
    record Amounts(long addTotal, long addSocialSecurity, long danaDesaSocialSecurity, int workers) {}
}
