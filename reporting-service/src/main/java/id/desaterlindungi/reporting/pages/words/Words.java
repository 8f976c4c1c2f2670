package id.desaterlindungi.reporting.pages.words;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The texts of the pages; they stand in {@code messages/w_id.properties} and {@code w_en.properties}, and the build looks at both. */
@MessageBundle(value = "w", locale = "id")
public interface Words {
    @Message
    String site();

    @Message
    String description();

    @Message
    String skip();

    @Message
    String navigation();

    @Message
    String navProvince();

    @Message
    String navAbout();

    @Message
    String otherLanguage();

    @Message
    String footer();

    @Message
    String footerAbout();

    @Message
    String momentNone();

    @Message
    String momentAt(String at, String position);

    @Message
    String momentLate(String seconds);

    @Message
    String momentWaiting();

    @Message
    String censusMatched(String at);

    @Message
    String censusDiffers(String at);

    @Message
    String censusNone();

    @Message
    String parked(String number);

    @Message
    String liveOn();

    @Message
    String livePaused();

    @Message
    String liveLost();

    @Message
    String liveAsking();

    @Message
    String livePause();

    @Message
    String liveResume();

    @Message
    String workersCovered();

    @Message
    String workersInRegister();

    @Message
    String sentence(String covered, String name, String percent, String target, String remaining, String at);

    @Message
    String goalbarLabel(String percent, String target);

    @Message
    String partBaseline();

    @Message
    String partRegister();

    @Message
    String partMissing();

    @Message
    String overdue(String day, String days);

    @Message
    String due(String day);

    @Message
    String workforce(String percent, String workforce);

    @Message
    String about(String number);

    @Message
    String goalSource(String day);

    @Message
    String goalWithheld();

    @Message
    String withheld();

    @Message
    String wayTitle();

    @Message
    String pace(String perDay);

    @Message
    String paceNone();

    @Message
    String outlookReached();

    @Message
    String outlookTooFewDays();

    @Message
    String outlookNotGrowing();

    @Message
    String outlookTooSlow();

    @Message
    String outlookDated(String month, String earliest, String latest);

    @Message
    String outlookDatedOpen(String month, String earliest);

    @Message
    String historyLabel(String covered, String goal);

    @Message
    String chartGoal(String goal);

    @Message
    String historyCaption();

    @Message
    String sourceRegister();

    @Message
    String asTable();

    @Message
    String historyTable();

    @Message
    String endOf();

    @Message
    String covered();

    @Message
    String regenciesTitle();

    @Message
    String regenciesCaption();

    @Message
    String regency();

    @Message
    String leaders(String first, String firstNumber, String last, String lastNumber);

    @Message
    String nobodyYet();

    @Message
    String partsWithheld();

    @Message
    String partsSomeWithheld();

    @Message
    String mapLabel();

    @Message
    String mapBordersLabel();

    @Message
    String mapBordersCaption();

    @Message
    String mapBordersSource(String source);

    @Message
    String mapCaption();

    @Message
    String from(String number);

    @Message
    String sortBy();

    @Message
    String sortCovered();

    @Message
    String sortFewest();

    @Message
    String sortChange();

    @Message
    String sortMoney();

    @Message
    String sortName();

    @Message
    String coveredInRegister();

    @Message
    String changeHead(String day);

    @Message
    String changeMost(String day, String first, String number);

    @Message
    String changeNone(String day);

    @Message
    String changeWithheld(String day);

    @Message
    String changeNote();

    @Message
    String moneyOfVillage();

    @Message
    String withoutMoney();

    @Message
    String closed();

    @Message
    String noDesa();

    @Message
    String desaOf(String without, String desa);

    @Message
    String nothingSetAside();

    @Message
    String setAside();

    @Message
    String peopleTitle();

    @Message
    String peopleLead();

    @Message
    String smallNumbers();

    @Message
    String facetWithheld();

    @Message
    String facet(String facet);

    @Message
    String facetValue(String value);

    @Message
    String moneyTitle();

    @Message
    String moneyUnknown();

    @Message
    String moneyAdd(String year);

    @Message
    String moneyDanaDesa(String year);

    @Message
    String moneyMissing(String number);

    @Message
    String moneyNoDesa();

    @Message
    String moneyVillageHas(String year);

    @Message
    String moneyVillageHasNot(String year);

    @Message
    String moneyAll(String desa, String year);

    @Message
    String moneySome(String without, String desa, String year);

    @Message
    String whatIfLabel();

    @Message
    String whatIfVillageLabel();

    @Message
    String whatIfVillage(String extra, String cost, String monthly);

    @Message
    String whatIfButton();

    @Message
    String whatIf(String extra, String workers, String cost, String monthly);

    @Message
    String whatIfGoal(String covered, String percent);

    @Message
    String moneySource();

    @Message
    String quotationNote();

    @Message
    String findTitle();

    @Message
    String findLabel();

    @Message
    String findButton();

    @Message
    String district();

    @Message
    String desa();

    @Message
    String kelurahan();

    @Message
    String crumbs();

    @Message
    String areaSentence(String covered, String name, String at);

    @Message
    String areaNone(String name, String at);

    @Message
    String goalAboveOnly(String percent, String target);

    @Message
    String printLink();

    @Message
    String printVillages();

    @Message
    String districtsTitle();

    @Message
    String villagesTitle();

    @Message
    String districtHead();

    @Message
    String villageHead();

    @Message
    String partsNobody(String nobody, String number);

    @Message
    String show();

    @Message
    String showAll();

    @Message
    String showNobody();

    @Message
    String showNoMoney();

    @Message
    String showDistricts();

    @Message
    String showVillages();

    @Message
    String nothingToShow();

    @Message
    String foundTitle(String name, String area);

    @Message
    String foundNone();

    @Message
    String foundMore(String number);

    @Message
    String foundCaption();

    @Message
    String findWithin(String name);

    @Message
    String peopleElsewhere();

    @Message
    String nextTitle();

    @Message
    String nextVillage();

    @Message
    String backTo(String name);

    @Message
    String sheetTitle(String name);

    @Message
    String sheetFigure();

    @Message
    String sheetWithheld();

    @Message
    String sheetProvince(String covered, String target, String percent, String remaining);

    @Message
    String sheetJoin();

    @Message
    String sheetJoinKtp();

    @Message
    String sheetJoinData();

    @Message
    String sheetJoinCard();

    @Message
    String sheetCost();

    @Message
    String sheetCostText(String monthly);

    @Message
    String sheetGives();

    @Message
    String sheetGivesAccident();

    @Message
    String sheetGivesDeath();

    @Message
    String sheetGivesSchool();

    @Message
    String sheetNoPromise();

    @Message
    String sheetLive();

    @Message
    String sheetAt(String at, String position, String address);

    @Message
    String sheetAtNone(String address);

    @Message
    String printIt();

    @Message
    String aboutTitle();

    @Message
    String aboutWhereTitle();

    @Message
    String aboutWhere();

    @Message
    String aboutGoalTitle();

    @Message
    String aboutGoal();

    @Message
    String aboutProofTitle();

    @Message
    String aboutProof();

    @Message
    String aboutProofNone();

    @Message
    String censusTable();

    @Message
    String censusAt();

    @Message
    String censusPosition();

    @Message
    String censusPeople();

    @Message
    String censusResult();

    @Message
    String same();

    @Message
    String different(String number, String villages);

    @Message
    String aboutSmallTitle();

    @Message
    String aboutSmall();

    @Message
    String aboutDataTitle();

    @Message
    String aboutData();

    @Message
    String downloadTitle();

    @Message
    String downloadLead();

    @Message
    String downloadHere(String name);

    @Message
    String downloadFields();

    @Message
    String downloadSource();

    @Message
    String downloadKeptBack();

    @Message
    String aboutApi();

    @Message
    String aboutApiLink();

    @Message
    String aboutLetter();

    @Message
    String aboutBorders();

    @Message
    String faultTitle();

    @Message
    String faultBack();

    @Message
    String faultReference(String incident);

    @Message
    String signIn();

    @Message
    String signOut();

    @Message
    String viewerLabel();

    @Message
    String viewer(String role, String areas);

    @Message
    String andMore(String names, String number);

    @Message
    String seesInFull();

    @Message
    String notForPublishing();

    @Message
    String seesElsewhere();

    @Message
    String seesTheSame();

    @Message
    String role(String role);

    @Message
    String guest(String why);

    @Message
    String guestTitle();

    @Message
    String guestMayStay();

    @Message
    String guestGoOn();

    @Message
    String signedOutTitle();

    @Message
    String signedOut();

    @Message
    String signedOutOnward();

    @Message
    String signedOutGoOn();

    @Message
    String footerInFull();

    @Message
    String goalOfArea();

    @Message
    String weeksTitle();

    @Message
    String peopleInFull(String name);

    @Message
    String peopleHead();

    @Message
    String statusTitle();

    @Message
    String status(String status);

    @Message
    String ageTitle(String year);

    @Message
    String ageBelow(String years);

    @Message
    String ageBand(String from, String to);

    @Message
    String ageFrom(String from);
}
