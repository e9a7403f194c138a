package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.javascript.host.event.KeyboardEvent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the shop, opened from a file. Errors of its script fail the tests. */
class PageBehaviourTest {
    private static final long MAX_WAIT_MILLIS = 10_000;

    @TempDir
    private static Path folder;

    @AutoClose
    private static WebClient browser = new WebClient(BrowserVersion.CHROME);

    private static org.htmlunit.html.HtmlPage page;

    @BeforeAll
    static void open() throws IOException {
        browser.getOptions().setThrowExceptionOnScriptError(true);
        browser.getOptions().setCssEnabled(false); // the parser of CSS in HtmlUnit does not know all functions
        showDocument(DocumentedSchemas.shop());
    }

    private static void showDocument(SchemaDocument document) throws IOException {
        Path file =
                Files.writeString(folder.resolve(document.title() + ".html"), HtmlDocumentRenderer.render(document));
        page = browser.getPage(file.toUri().toURL());
    }

    private static void openView(String hash) {
        page.executeJavaScript("location.hash = '" + hash + "'");
        browser.waitForBackgroundJavaScript(MAX_WAIT_MILLIS);
    }

    private static void click(String selector) throws IOException {
        DomElement element = page.querySelector(selector);
        assertThat(element).as(selector).isNotNull();
        element.click();
        browser.waitForBackgroundJavaScript(MAX_WAIT_MILLIS);
    }

    private static List<String> readTexts(String selector) {
        return page.querySelectorAll(selector).stream()
                .map(DomNode::asNormalizedText)
                .toList();
    }

    private static List<String> readAttributes(String selector, String attribute) {
        return page.querySelectorAll(selector).stream()
                .map(node -> ((DomElement) node).getAttribute(attribute))
                .toList();
    }

    private static List<String> search(String words) throws IOException {
        openView("#/");
        HtmlInput search = (HtmlInput) page.getElementById("search");
        search.setValue("");
        search.focus();
        search.type(words);
        return readTexts("#results .name");
    }

    @Test
    void theOverviewListsAllObjects() {
        openView("#/");
        assertThat(readTexts("h1")).containsExactly("shop");
        assertThat(readTexts("section h2"))
                .containsExactly("Tables", "Views", "Materialized views", "Colocation groups");
        assertThat(page.querySelectorAll(".objects tr")).hasSize(26);
        assertThat(page.querySelectorAll("#side a")).hasSize(26);
        assertThat(readTexts(".group h3")).containsExactly("by_account");
    }

    @Test
    void theSkipLinkMovesTheFocusWithinTheView() throws IOException {
        openView("#/flow");
        click(".skip");
        assertThat(page.getFocusedElement().getId()).isEqualTo("main");
        assertThat(page.getUrl().getRef()).isEqualTo("/flow");
        assertThat(readTexts("h1")).doesNotContain("Not found");
    }

    @Test
    void theSearchFindsNamesColumnsCommentsAndSql() throws IOException {
        assertThat(search("best_c")).containsExactly("best_customer");
        assertThat(search("supplier.lead")).containsExactly("supplier.lead_days");
        assertThat(search("european bank")).containsExactly("exchange_rate");
        assertThat(search("iso 3166")).containsExactly("country.code");
        assertThat(search("value > 1000")).containsExactly("best_customer");
        assertThat(search("vat")).startsWith("country.vat");
        assertThat(search("nothing like this")).isEmpty();
        assertThat(readTexts("#results")).containsExactly("Nothing contains “nothing like this”.");
    }

    @Test
    void declaredRowsAreShownFoundAndFolded() throws IOException {
        openView("#/db.country");
        assertThat(page.querySelectorAll(".rows")).isEmpty();
        try {
            showDocument(DocumentedSchemas.ofSeededTables(folder, 21));
            openView("#/db.currency");
            assertThat(readTexts("section[data-section='declared rows'] h2")).containsExactly("Declared rows");
            assertThat(readTexts(".rows summary")).containsExactly("3 rows");
            assertThat(page.querySelectorAll(".rows[open]")).hasSize(1);
            assertThat(readTexts(".rows th")).containsExactly("code", "digits", "note");
            assertThat(page.querySelectorAll(".rows td").stream().map(DomNode::getTextContent))
                    .containsExactly(
                            "EUR",
                            "2",
                            "</script><b>a|b</b> &amp; ~c~",
                            "JPY",
                            "0",
                            "NULL",
                            "XXX",
                            "NULL",
                            "NULL\nor\n `not`");
            assertThat(page.querySelectorAll(".rows td.note")).hasSize(2);

            openView("#/db.number");
            assertThat(readTexts(".rows summary")).containsExactly("21 rows");
            assertThat(page.querySelectorAll(".rows[open]")).isEmpty();
            assertThat(page.querySelectorAll(".rows tbody tr")).hasSize(21);
            page.executeJavaScript("window.dispatchEvent(new Event('beforeprint'))");
            assertThat(page.querySelectorAll(".rows[open]")).hasSize(1);

            openView("#/db.codes");
            assertThat(page.querySelectorAll(".rows")).isEmpty();
            assertThat(search("jpy")).containsExactly("currency");
            assertThat(readTexts("#results .more")).containsExactly("JPY 0");
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void queriesAreFilteredByTheirTextsAndTheObjectsThatTheyRead() throws IOException {
        try {
            showDocument(DocumentedSchemas.application());
            openView("#/");
            HtmlInput filter = page.querySelector("section[data-section=queries] .filter");
            filter.type("db.orders");
            assertThat(readTexts("section[data-section=queries] .objects td:first-child"))
                    .containsExactly("Sales.open");
            filter.type(" nothing");
            assertThat(readTexts("section[data-section=queries] .none"))
                    .containsExactly("Nothing contains “db.orders nothing”.");
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void theTableThatAStatementWritesIsNotItsReader() throws IOException {
        SchemaDocument reads = DocumentedSchemas.application();
        ObjectName named = new ObjectName("", "Sales.named");
        ObjectColumn email = new ObjectColumn(new ObjectName("db", "account"), "email");
        List<Edge> uses = new ArrayList<>(reads.connections().uses());
        uses.add(new Edge(new ObjectColumn(named, ""), email, ColumnUse.FILTER, named));
        try {
            showDocument(new SchemaDocument(
                    "writes",
                    reads.serverDescription(),
                    reads.objects(),
                    new ObjectConnections(uses, reads.connections().relationships()),
                    reads.migrations(),
                    reads.omissions()));
            openView("#/query%3ASales.named");
            assertThat(readTexts(".pair h3")).contains("Writes");
            openView("#/");
            assertThat(readTexts("section[data-section=queries] .objects td:last-child"))
                    .containsOnly("");
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void theDataFlowIsAlsoDrawnWithoutQueries() throws IOException {
        assertThat(readTexts(".key-of-kinds label")).isEmpty();
        try {
            showDocument(DocumentedSchemas.application());
            openView("#/flow");
            assertThat(page.querySelectorAll("svg .box")).hasSize(28);
            click(".key-of-kinds input");
            assertThat(page.querySelectorAll("svg .box")).hasSize(26);
            openView("#/flow/query:Sales.open");
            assertThat(readAttributes("svg .box.at", "data-object")).containsExactly("Sales.open");
            openView("#/flow");
            assertThat(page.querySelectorAll("svg .box")).as("as chosen before").hasSize(26);
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void aColumnLinksToTheMigrationsThatChangedIt() throws IOException {
        try {
            showDocument(DocumentedSchemas.application());
            openView("#/db.account/email");
            assertThat(readTexts(".changed a")).containsExactly("First", "Longer mails");
            openView("#/db.account/id");
            assertThat(readTexts(".changed a")).containsExactly("First");
            openView("#/db.account/email");
            click(".changed li:last-child a");
            assertThat(readTexts("h1")).containsExactly("V0002LongerMails");
            assertThat(readAttributes(".changes a", "href")).containsExactly("#/db.account", "#/db.account/email");
            assertThat(readTexts("pre")).containsExactly("ALTER TABLE account MODIFY COLUMN email varchar(300);");
            openView("#/migrations/V0009");
            assertThat(readTexts(".lead")).containsExactly("This schema has no migration V0009.");
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void anArrowPastALevelPassesBetweenItsCards() throws IOException {
        try {
            showDocument(DocumentedSchemas.of(folder, """
                CREATE TABLE t (a INT);
                CREATE VIEW v AS SELECT a FROM t;
                CREATE VIEW w AS SELECT v.a + t.a AS c FROM v JOIN t ON v.a = t.a;
                """));
            openView("#/db.t/a");
            List<Integer> card = List.of(readAttributes(".card", "style").get(1).split("\\D+", 0)).stream()
                    .filter(number -> !number.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
            List<double[]> skippingArrows = readAttributes(".graph path", "d").stream()
                    .map(arrow -> Arrays.stream(arrow.substring(1).split("[ C]", 0))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .filter(numbers -> numbers.length > 8)
                    .toList();
            assertThat(skippingArrows).as("one of three arrows skips the view").hasSize(1);
            double[] arrow = skippingArrows.get(0);
            assertThat(arrow[6]).as("it reaches the level").isEqualTo((double) card.get(0));
            assertThat(arrow[13]).as("it passes the level straight").isEqualTo(arrow[7]);
            assertThat(arrow[7]).as("above or below the card").matches(y -> y < card.get(1) || y > card.get(1) + 54);
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void enterOpensTheFirstResult() throws IOException {
        search("daily_s");
        HtmlInput search = (HtmlInput) page.getElementById("search");
        search.type(KeyboardEvent.DOM_VK_RETURN);
        browser.waitForBackgroundJavaScript(MAX_WAIT_MILLIS);
        assertThat(readTexts("h1")).containsExactly("db.daily_sales");
        assertThat(page.getUrl().getRef()).isEqualTo("/db.daily_sales");
    }

    @Test
    void aClickOnAColumnShowsItsLineageAllTheWay() throws IOException {
        openView("#/db.daily_sales");
        click("tr[data-column=net] a");
        assertThat(page.getUrl().getRef()).isEqualTo("/db.daily_sales/net");
        assertThat(readAttributes(".graph a[data-node]", "data-node"))
                .containsExactly(
                        "db.order_line.amount",
                        "db.order_amount.net",
                        "db.daily_sales.net",
                        "db.country_report.net",
                        "db.country_report.tax");
        assertThat(readAttributes(".graph path", "data-use"))
                .containsExactlyInAnyOrder("aggregation", "aggregation", "identity", "transformation");
        assertThat(readTexts(".how li")).contains("country_report.tax = d.net * c.vat / 100");

        click(".graph a[data-node='db.order_amount.net']");
        assertThat(readTexts("h1")).containsExactly("db.order_amount");
        assertThat(readAttributes("tr.chosen", "data-column")).containsExactly("net");
    }

    @Test
    void conditionsAreFollowedToTheRowsOfAllReaders() {
        openView("#/db.orders/status");
        assertThat(readAttributes(".graph a[data-node]", "data-node"))
                .contains(
                        "db.orders.status", "db.paid_order.(rows)", "db.daily_sales.(rows)", "db.best_customer.(rows)");
        openView("#/db.payment/method");
        assertThat(readTexts(".trace .note")).containsExactly("No query of this schema reads this column.");
    }

    @Test
    void anObjectShowsItsDefinition() {
        openView("#/db.address");
        assertThat(readTexts(".facts dt")).containsExactly("Key model", "Distribution");
        assertThat(readTexts("section h2")).containsExactly("Columns", "Relationships", "Definition", "Properties");
        assertThat(readTexts("pre[data-language=sql]").get(0)).startsWith("CREATE TABLE `address`");
        assertThat(readTexts(".relations td")).contains("→ account.id", "foreign key");
    }

    @ParameterizedTest
    @CsvSource({"flow, 26, 24", "entities, 10, 11"})
    void diagramsHaveBoxesAndArrows(String diagram, int boxes, int arrows) {
        openView("#/" + diagram);
        assertThat(page.querySelectorAll("svg .box")).hasSize(boxes);
        assertThat(page.querySelectorAll("svg .arrow")).hasSize(arrows);
        assertThat(page.querySelectorAll(".choices")).isEmpty();
        page.executeJavaScript(
                "document.querySelector('[data-object=\"db.orders\"].box').dispatchEvent(new Event('mouseenter'))");
        assertThat(readAttributes("svg .box.on", "data-object"))
                .contains("db.orders")
                .hasSizeLessThan(boxes);
    }

    @Test
    void anObjectIsDrawnWithItsNeighboursUpToADepth() throws IOException {
        openView("#/entities/db.country");
        assertThat(readAttributes("svg .box.at", "data-object")).containsExactly("db.country");
        assertThat(readTexts(".depths a[aria-current]")).containsExactly("2");
        int boxesAtDepthTwo = page.querySelectorAll("svg .box").size();
        click(".depths a");
        assertThat(readTexts(".depths a[aria-current]")).containsExactly("1");
        assertThat(page.querySelectorAll("svg .box").size()).isBetween(2, boxesAtDepthTwo - 1);
        openView("#/flow/db.daily_sales/all");
        assertThat(readAttributes("svg .box", "data-object"))
                .as("what it is made of, and what is made of it, but not what else is made of that")
                .contains("db.order_line", "db.country_report")
                .doesNotContain("db.best_customer");
        click(".choices > a");
        assertThat(page.querySelectorAll("svg .box")).hasSize(26);
    }

    @Test
    void manyObjectsAreDrawnInGroupsThatOpen() throws IOException {
        try {
            StringBuilder manyTables = new StringBuilder();
            for (String area : List.of("sales", "stock")) {
                for (int i = 0; i < 80; i++) {
                    manyTables
                            .append("CREATE TABLE ")
                            .append(area)
                            .append("_t")
                            .append(i)
                            .append(" (a INT);\n");
                }
            }
            showDocument(DocumentedSchemas.of(folder, manyTables + """
                CREATE VIEW sales_v AS SELECT s.a FROM sales_t1 s JOIN sales_t2 t ON s.a = t.a;
                CREATE VIEW stock_v AS SELECT a FROM sales_t1;
                """));
            openView("#/flow");
            assertThat(readAttributes("svg .box", "data-group")).containsExactlyInAnyOrder("sales", "stock");
            assertThat(page.querySelectorAll("svg .arrow")).hasSize(1);
            click("[data-group=sales]");
            assertThat(page.getUrl().getRef()).isEqualTo("/flow/group%3Asales");
            assertThat(page.querySelectorAll("svg .box[data-object]")).hasSize(81);
            assertThat(readAttributes("svg .box.group", "data-group")).containsExactly("stock");
            assertThat(page.querySelectorAll("svg .arrow")).hasSize(3);
            click("[data-object='db.sales_v'].box");
            assertThat(readTexts("h1")).containsExactly("db.sales_v");
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void boxesDoNotOverlapAndArrowsLeadToTheRight() throws IOException {
        try {
            showDocument(DocumentedSchemas.of(folder, DocumentedSchemas.renderTables(60)));
            openView("#/flow");
            List<String> transforms = readAttributes("svg .box", "transform");
            List<String> widths = readAttributes("svg .box rect.back", "width");
            List<double[]> boxes = new ArrayList<>();
            for (int i = 0; i < transforms.size(); i++) {
                String[] coordinates =
                        transforms.get(i).replaceAll("[^\\d. -]", "").split(" ", 0);
                boxes.add(new double[] {
                    Double.parseDouble(coordinates[0]),
                    Double.parseDouble(coordinates[1]),
                    Double.parseDouble(widths.get(i))
                });
            }
            assertThat(boxes).hasSizeGreaterThan(60);
            for (double[] box : boxes) {
                assertThat(boxes)
                        .filteredOn(other -> other != box
                                && other[0] < box[0] + box[2]
                                && box[0] < other[0] + other[2]
                                && Math.abs(other[1] - box[1]) < 34)
                        .as("boxes that overlap the one at %s, %s", box[0], box[1])
                        .isEmpty();
            }
            assertThat(readAttributes("svg .arrow", "d")).isNotEmpty().allSatisfy(arrow -> {
                String[] numbers = arrow.substring(1).split("[ C]", 0);
                assertThat(Double.parseDouble(numbers[numbers.length - 2]))
                        .isGreaterThan(Double.parseDouble(numbers[0]));
            });
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void emptyColumnsAndCommentsAreLeftOut() throws IOException {
        try {
            showDocument(DocumentedSchemas.of(folder, """
                CREATE TABLE plain (id BIGINT NOT NULL COMMENT "", a INT COMMENT "") DUPLICATE KEY (id);
                CREATE TABLE rich (id BIGINT NOT NULL DEFAULT "1" COMMENT "what it is") DUPLICATE KEY (id);
                """));
            openView("#/db.plain");
            assertThat(readTexts(".columns th[scope=col]")).containsExactly("Column", "Type");
            assertThat(readTexts("pre[data-language=sql]").get(0)).doesNotContain("COMMENT");
            openView("#/db.rich");
            assertThat(readTexts(".columns th[scope=col]")).containsExactly("Column", "Type", "Default", "Description");
            assertThat(readTexts("pre[data-language=sql]").get(0)).contains("COMMENT \"what it is\"");
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void theListOfObjectsIsFilteredAndCanBeHidden() throws IOException {
        showDocument(DocumentedSchemas.shop());
        HtmlInput filter = page.querySelector("#side .filter");
        filter.type("order_");
        assertThat(page.querySelectorAll("#side a:not([hidden])"))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(link.asNormalizedText()).contains("order_"));
        click("#menu");
        assertThat(page.getDocumentElement().getAttribute("class")).isEqualTo("folded");
        click("#menu");
        assertThat(page.getDocumentElement().getAttribute("class")).isEmpty();
    }

    @Test
    void aPrintedPageShowsAllTextsOfADefinition() throws IOException {
        try {
            showDocument(DocumentedSchemas.application());
            openView("#/query:Sales.open");
            int shownBefore = page.querySelectorAll("pre").size();
            page.executeJavaScript("window.dispatchEvent(new Event('beforeprint'))");
            assertThat(page.querySelectorAll("pre").size())
                    .isEqualTo(Math.max(
                            shownBefore,
                            page.querySelectorAll(".tabs [role=tab]").size()));
            page.executeJavaScript("window.dispatchEvent(new Event('afterprint'))");
            assertThat(page.querySelectorAll("pre")).hasSize(shownBefore);
        } finally {
            showDocument(DocumentedSchemas.shop());
        }
    }

    @Test
    void anUnknownObjectIsNamed() {
        openView("#/db.gone");
        assertThat(readTexts("h1")).containsExactly("Not found");
        assertThat(readTexts(".lead")).containsExactly("This schema has no object db.gone.");
    }

    @Test
    void theSchemeCanBeChosen() throws IOException {
        click("#theme");
        String firstTheme = page.getDocumentElement().getAttribute("data-theme");
        click("#theme");
        assertThat(List.of(firstTheme, page.getDocumentElement().getAttribute("data-theme")))
                .containsExactlyInAnyOrder("dark", "light");
    }
}
