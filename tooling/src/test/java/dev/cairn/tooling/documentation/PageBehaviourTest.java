package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.javascript.host.event.KeyboardEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the shop, opened from a file. Errors of its script fail the tests. */
class PageBehaviourTest {
    private static final long WAIT_MILLIS = 10_000;

    @TempDir
    private static Path folder;

    private static WebClient browser = new WebClient(BrowserVersion.CHROME);
    private static org.htmlunit.html.HtmlPage page;

    @BeforeAll
    static void open() throws IOException {
        browser.getOptions().setThrowExceptionOnScriptError(true);
        browser.getOptions().setCssEnabled(false); // its parser of CSS does not know all functions
        show(DocumentedSchemas.shop());
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static void show(SchemaDocument document) throws IOException {
        Path file = Files.writeString(folder.resolve(document.title() + ".html"), HtmlPage.of(document));
        page = browser.getPage(file.toUri().toURL());
    }

    private static void go(String hash) {
        page.executeJavaScript("location.hash = '" + hash + "'");
        browser.waitForBackgroundJavaScript(WAIT_MILLIS);
    }

    private static void click(String selector) throws IOException {
        HtmlElement element = page.querySelector(selector);
        assertThat(element).as(selector).isNotNull();
        element.click();
        browser.waitForBackgroundJavaScript(WAIT_MILLIS);
    }

    private static List<String> texts(String selector) {
        return page.querySelectorAll(selector).stream()
                .map(DomNode::asNormalizedText)
                .toList();
    }

    private static List<String> attributes(String selector, String attribute) {
        return page.querySelectorAll(selector).stream()
                .map(node -> ((DomElement) node).getAttribute(attribute))
                .toList();
    }

    private static List<String> search(String words) throws IOException {
        go("#/");
        HtmlInput search = (HtmlInput) page.getElementById("search");
        search.setValue("");
        search.focus();
        search.type(words);
        return texts("#results .name");
    }

    @Test
    void theOverviewListsAllObjects() {
        go("#/");
        assertThat(texts("h1")).containsExactly("shop");
        assertThat(texts("section h2")).containsExactly("Tables", "Views", "Materialized views", "Colocation groups");
        assertThat(page.querySelectorAll(".objects tr")).hasSize(26);
        assertThat(page.querySelectorAll("#side a")).hasSize(26);
        assertThat(texts(".group h3")).containsExactly("by_account");
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
        assertThat(texts("#results")).containsExactly("Nothing contains “nothing like this”.");
    }

    @Test
    void declaredRowsAreShownFoundAndFolded() throws IOException {
        go("#/db.country");
        assertThat(page.querySelectorAll(".rows")).isEmpty();
        try {
            show(DocumentedSchemas.seeded(folder, 21));
            go("#/db.currency");
            assertThat(texts("section[data-section='declared rows'] h2")).containsExactly("Declared rows");
            assertThat(texts(".rows summary")).containsExactly("3 rows");
            assertThat(page.querySelectorAll(".rows[open]")).hasSize(1);
            assertThat(texts(".rows th")).containsExactly("code", "digits", "note");
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

            go("#/db.number");
            assertThat(texts(".rows summary")).containsExactly("21 rows");
            assertThat(page.querySelectorAll(".rows[open]")).isEmpty();
            assertThat(page.querySelectorAll(".rows tbody tr")).hasSize(21);
            page.executeJavaScript("window.dispatchEvent(new Event('beforeprint'))");
            assertThat(page.querySelectorAll(".rows[open]")).hasSize(1);

            go("#/db.codes");
            assertThat(page.querySelectorAll(".rows")).isEmpty();
            assertThat(search("jpy")).containsExactly("currency");
            assertThat(texts("#results .more")).containsExactly("JPY 0");
        } finally {
            show(DocumentedSchemas.shop());
        }
    }

    @Test
    void enterOpensTheFirstResult() throws IOException {
        search("daily_s");
        HtmlInput search = (HtmlInput) page.getElementById("search");
        search.type(KeyboardEvent.DOM_VK_RETURN);
        browser.waitForBackgroundJavaScript(WAIT_MILLIS);
        assertThat(texts("h1")).containsExactly("db.daily_sales");
        assertThat(page.getUrl().getRef()).isEqualTo("/db.daily_sales");
    }

    @Test
    void aClickOnAColumnShowsItsLineageAllTheWay() throws IOException {
        go("#/db.daily_sales");
        click("tr[data-column=net] a");
        assertThat(page.getUrl().getRef()).isEqualTo("/db.daily_sales/net");
        assertThat(attributes(".graph a[data-node]", "data-node"))
                .containsExactly(
                        "db.order_line.amount",
                        "db.order_amount.net",
                        "db.daily_sales.net",
                        "db.country_report.net",
                        "db.country_report.tax");
        assertThat(attributes(".graph path", "data-use"))
                .containsExactlyInAnyOrder("aggregation", "aggregation", "identity", "transformation");
        assertThat(texts(".how li")).contains("country_report.tax = d.net * c.vat / 100");

        click(".graph a[data-node='db.order_amount.net']");
        assertThat(texts("h1")).containsExactly("db.order_amount");
        assertThat(attributes("tr.chosen", "data-column")).containsExactly("net");
    }

    @Test
    void conditionsAreFollowedToTheRowsOfAllReaders() {
        go("#/db.orders/status");
        assertThat(attributes(".graph a[data-node]", "data-node"))
                .contains(
                        "db.orders.status", "db.paid_order.(rows)", "db.daily_sales.(rows)", "db.best_customer.(rows)");
        go("#/db.payment/method");
        assertThat(texts(".trace .note")).containsExactly("No query of this schema reads this column.");
    }

    @Test
    void anObjectShowsItsDefinition() {
        go("#/db.address");
        assertThat(texts(".facts dt")).containsExactly("Key model", "Distribution");
        assertThat(texts("section h2")).containsExactly("Columns", "Relationships", "Definition", "Properties");
        assertThat(texts("pre[data-language=sql]").get(0)).startsWith("CREATE TABLE `address`");
        assertThat(texts(".relations td")).contains("→ account.id", "foreign key");
    }

    @ParameterizedTest
    @CsvSource({"flow, 26, 24", "entities, 10, 11"})
    void diagramsHaveBoxesAndArrows(String diagram, int boxes, int arrows) {
        go("#/" + diagram + "/db.orders");
        assertThat(page.querySelectorAll("svg .box")).hasSize(boxes);
        assertThat(page.querySelectorAll("svg .arrow")).hasSize(arrows);
        assertThat(attributes("svg .box.at", "data-object")).containsExactly("db.orders");
        assertThat(attributes("svg .box.on", "data-object"))
                .contains("db.orders")
                .hasSizeLessThan(boxes);
    }

    @Test
    void anUnknownObjectIsNamed() {
        go("#/db.gone");
        assertThat(texts("h1")).containsExactly("Not found");
        assertThat(texts(".lead")).containsExactly("This schema has no object db.gone.");
    }

    @Test
    void theSchemeCanBeChosen() throws IOException {
        click("#theme");
        String first = page.getDocumentElement().getAttribute("data-theme");
        click("#theme");
        assertThat(List.of(first, page.getDocumentElement().getAttribute("data-theme")))
                .containsExactlyInAnyOrder("dark", "light");
    }
}
