package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.Funding;
import id.desaterlindungi.reporting.progress.Funding.WhatIf;
import id.desaterlindungi.reporting.progress.PageReader.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the villages of an area set aside, and what more people would cost.
 *
 * @param known false while totals of an older release do not say
 * @param missing people short of the goal, empty where no goal is told
 * @param kept parameters of the page that the form keeps
 * @param quoted where the quotation is shown: it is of the province
 * @param whatIf what came of the form, or what it is for
 */
record Money(
        boolean known,
        String year,
        String sentence,
        String setAside,
        String danaDesa,
        String missing,
        String missingCost,
        boolean hasDesa,
        List<Map.Entry<String, String>> kept,
        String extra,
        String label,
        String whatIf,
        boolean quoted,
        String quotation,
        String quotationSource) {
    static final String EXTRA = "extra";
    private static final int MONTHS = 12;
    private static final long EXAMPLE = 50;

    static Money of(Place place, long extra, Visit visit, Words words) {
        var formats = visit.formats();
        var budgets = place.budgets();
        var remaining = place.area().remaining();
        var kept = new TreeMap<>(visit.parameters());
        kept.remove(EXTRA);
        if (visit.chosen()) {
            kept.put("lang", visit.lang());
        }
        var missing = remaining == null ? 0 : remaining;
        var desa = budgets == null ? 0 : budgets.desa();
        return new Money(
                budgets != null,
                String.valueOf(place.today().getYear()),
                budgets == null ? "" : sentence(place, desa, budgets.desaWithout(), formats, words),
                budgets == null ? "" : formats.rupiah(budgets.addSocialSecurity()),
                budgets == null ? "" : formats.rupiah(budgets.danaDesaSocialSecurity()),
                missing == 0 ? "" : formats.number(missing),
                missing == 0 ? "" : formats.about(missing * Funding.LEAST_MONTHLY * MONTHS),
                desa > 0,
                List.copyOf(kept.entrySet()),
                String.valueOf(extra == 0 ? EXAMPLE : extra),
                isVillage(place) ? words.whatIfVillageLabel() : words.whatIfLabel(),
                whatIf(place, desa, extra == 0 ? EXAMPLE : extra, formats, words),
                place.level() == Level.PROVINCE,
                Funding.SAID.text(),
                Funding.SAID.source());
    }

    public boolean hasMissing() {
        return !missing.isEmpty();
    }

    private static boolean isVillage(Place place) {
        return place.level() == Level.VILLAGE;
    }

    private static String sentence(Place place, long desa, long without, Formats formats, Words words) {
        var year = String.valueOf(place.today().getYear());
        if (desa == 0) {
            return words.moneyNoDesa();
        }
        if (isVillage(place)) {
            return without == 0 ? words.moneyVillageHas(year) : words.moneyVillageHasNot(year);
        }
        return without == 0
                ? words.moneyAll(formats.number(desa), year)
                : words.moneySome(formats.number(without), formats.number(desa), year);
    }

    private static String whatIf(Place place, long desa, long extra, Formats formats, Words words) {
        var result = WhatIf.of(extra, desa, Funding.LEAST_MONTHLY, place.area());
        var yearly = formats.about(result.costPerYear());
        var monthly = formats.rupiah(Funding.LEAST_MONTHLY);
        var cost = isVillage(place)
                ? words.whatIfVillage(formats.number(extra), yearly, monthly)
                : words.whatIf(formats.number(extra), formats.number(result.workers()), yearly, monthly);
        return result.covered() == null || result.percentOfGoal() == null
                ? cost
                : cost + " "
                        + words.whatIfGoal(formats.number(result.covered()), formats.percent(result.percentOfGoal()));
    }
}
