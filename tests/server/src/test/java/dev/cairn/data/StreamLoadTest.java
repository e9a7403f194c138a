package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.StreamLoad.Outcome.State;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream load sends rows to the server, and reports their state whatever happens on the way. */
class StreamLoadTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final Sale OSLO = Sale.of(1, "Oslo", 10);
    private static final Sale ROME = Sale.of(2, "Rome", 20);

    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    private Database database;
    private StreamLoad<Sale> load;

    @BeforeEach
    void createTable() {
        server.createDatabase("shop");
        database = Database.of(SalesServer.createSource(server.jdbcUrl("shop")));
        database.execute(SALE.ddl());
        AtomicInteger labelCount = new AtomicInteger();
        ServerPoller poller = new ServerPoller(SalesServer.createSource(server.jdbcUrl("shop")), Ticker.system());
        load = new StreamLoad<>(poller, CallObservers.NONE, SALE, () -> "load" + labelCount.incrementAndGet());
    }

    private List<Sale> readRows() {
        return database.from(SALE).orderBy(SALE.id.asc()).list();
    }

    private long countLoads() {
        return server.log().findMatching("PUT .*").size();
    }

    @Test
    void loadedRowsCanBeRead() {
        Sale saleWithNulls = new Sale(3, null, 30, null, null);
        StreamLoad.Outcome outcome = load.send(List.of(OSLO, ROME, saleWithNulls));

        assertThat(outcome).isEqualTo(new StreamLoad.Outcome("load1", State.LOADED, 3, 0, List.of()));
        assertThat(readRows()).containsExactly(OSLO, ROME, saleWithNulls);
    }

    @Test
    void aDatabaseStartsStreamLoads() {
        assertThat(database.load(SALE).send(List.of(OSLO)).label()).startsWith("cairn_");
        assertThat(readRows()).containsExactly(OSLO);
    }

    @Test
    void aLoadMayHaveNoRows() {
        assertThat(load.send(List.of()).loadedRows()).isZero();
    }

    @Test
    void namesOfColumnsMayBeTooLongForTheHeaders() {
        WideTable acceptedTable = new WideTable(60);
        database.execute(acceptedTable.ddl());
        assertThat(database.load(acceptedTable).send(List.of(1, 2)).loadedRows())
                .isEqualTo(2);

        assertThatThrownBy(() -> database.load(new WideTable(70)).label("wide").send(List.of(1)))
                .isInstanceOf(LoadException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void manyRowsAreSentAsTheyCome() {
        int rowCount = 50_000;
        StreamLoad.Outcome outcome =
                load.send(IntStream.range(0, rowCount).mapToObj(id -> new Sale(id, "x", id, null, null)));

        assertThat(outcome.loadedRows()).isEqualTo(rowCount);
        assertThat(database.query("SELECT count(*), sum(amount) FROM sale", row -> row.longAt(1)))
                .containsExactly(rowCount * (rowCount - 1L) / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ü", "a.b", "a\n"})
    void aLabelHasTheFormThatServersAccept(String label) {
        assertThatThrownBy(() -> load.label(label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + label + "'");
        assertThatThrownBy(() -> load.label("a".repeat(129))).isInstanceOf(IllegalArgumentException.class);
        assertThat(load.label("a".repeat(127) + "-").send(List.of(OSLO)).loadedRows())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.01, 2, Double.NaN})
    void aFractionOfRowsIsBetweenZeroAndOne(double fraction) {
        assertThatThrownBy(() -> load.maxFilterRatio(fraction))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(", not " + fraction);
        assertThat(load.maxFilterRatio(1).maxFilterRatio(0).send(List.of(OSLO)).loadedRows())
                .isEqualTo(1);
    }

    @Test
    void aLabelIsLoadedOnlyOnce() {
        StreamLoad<Sale> labeledLoad = load.label("nightly");
        labeledLoad.send(List.of(OSLO));
        StreamLoad.Outcome secondOutcome = labeledLoad.send(List.of(ROME));

        assertThat(secondOutcome.state()).isEqualTo(State.LOADED_BEFORE);
        assertThat(readRows()).containsExactly(OSLO);
    }

    @Test
    void columnsMayBeLeftOut() {
        load.without(SALE.amount, SALE.city).send(List.of(OSLO));

        assertThat(readRows()).containsExactly(new Sale(1, null, 5, OSLO.day(), OSLO.price()));
    }

    @Test
    void aLoadReplacesOmittedColumnsOfExistingRowsAndAnInsertKeepsThem() {
        load.send(List.of(OSLO));
        database.into(SALE).without(SALE.city).insert(List.of(new Sale(1, "Rome", 99, OSLO.day(), OSLO.price())));
        assertThat(readRows()).containsExactly(new Sale(1, "Oslo", 99, OSLO.day(), OSLO.price()));

        load.without(SALE.city).send(List.of(OSLO));
        assertThat(readRows()).containsExactly(new Sale(1, null, OSLO.amount(), OSLO.day(), OSLO.price()));
    }

    @Test
    void keptColumnsAreNotOverwritten() {
        load.send(List.of(OSLO));
        load.keepValuesOf(SALE.city, SALE.price)
                .send(List.of(new Sale(1, "Rome", 99, LocalDate.EPOCH, BigDecimal.ONE)));

        assertThat(readRows()).containsExactly(new Sale(1, "Oslo", 99, LocalDate.EPOCH, OSLO.price()));
    }

    @Test
    void refusedRowsAreReported() {
        database.execute("ALTER TABLE sale ADD COLUMN must INT NOT NULL DEFAULT '1'");
        database.execute("DROP TABLE sale");
        database.execute(SALE.ddl().replace("varchar(8)", "varchar(3)"));

        assertThatThrownBy(() -> load.send(List.of(OSLO, Sale.of(2, "Ulm", 1))))
                .isInstanceOfSatisfying(LoadException.class, failure -> {
                    assertThat(failure.label()).isEqualTo("load1");
                    assertThat(failure.reason()).isEqualTo("too many filtered rows");
                    assertThat(failure.problems())
                            .singleElement()
                            .asString()
                            .contains("beyond the capacity 3 of the column: Oslo");
                })
                .satisfies(MESSAGES::match);
        assertThat(readRows()).isEmpty();
    }

    @Test
    void aToleratedFractionOfRowsMayBeRefused() {
        database.execute("DROP TABLE sale");
        database.execute(SALE.ddl().replace("varchar(8)", "varchar(3)"));
        StreamLoad.Outcome outcome = load.maxFilterRatio(0.5).send(List.of(OSLO, Sale.of(2, "Ulm", 1)));

        assertThat(outcome.loadedRows()).isEqualTo(1);
        assertThat(outcome.filteredRows()).isEqualTo(1);
        assertThat(outcome.problems()).singleElement().asString().contains("Oslo");
    }

    @Test
    void aValueThatItsColumnCannotHoldStopsTheLoad() {
        assertThatThrownBy(() -> load.label("mine").send(List.of(OSLO, Sale.of(2, "Copenhagen", 1))))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        assertThat(readRows()).isEmpty();

        assertThat(load.label("mine").send(List.of(ROME)).state()).isEqualTo(State.LOADED);
    }

    @Test
    void anErrorOfTheRowSourceStopsTheLoad() {
        Stream<Sale> brokenStream = Stream.of(OSLO, ROME).peek(sale -> {
            if (sale.equals(ROME)) {
                throw new NoSuchElementException("the file ends here");
            }
        });

        assertThatThrownBy(() -> load.send(brokenStream)).isInstanceOf(NoSuchElementException.class);
        assertThat(readRows()).isEmpty();
    }

    @Test
    void aLoadThatNeverArrivedIsSentAgain() {
        server.faults().add(Trigger.matching("PUT .*"), Fault.cutBefore());

        assertThat(load.send(List.of(OSLO, ROME)).loadedRows()).isEqualTo(2);
        assertThat(countLoads()).isEqualTo(2);
        assertThat(readRows()).containsExactly(OSLO, ROME);
    }

    @Test
    void aLoadWhoseReplyWasLostIsNotSentAgain() {
        server.faults().add(Trigger.matching("PUT .*"), Fault.cutAfter());

        assertThat(load.send(List.of(OSLO, ROME)))
                .isEqualTo(new StreamLoad.Outcome("load1", State.LOADED, 2, 0, List.of()));
        assertThat(countLoads()).isEqualTo(1);
    }

    /** A backend reports a failure if the frontend does not confirm the commit in time. */
    @Test
    void aLoadWhoseCommitWasNotConfirmedIsNotAFailure() {
        server.faults().add(Trigger.matching("PUT .*"), Fault.rejectAfter(1, "HY000", "call frontend timeout"));

        assertThat(load.send(Stream.of(OSLO, ROME)))
                .isEqualTo(new StreamLoad.Outcome("load1", State.LOADED, 2, 0, List.of()));
        assertThat(readRows()).containsExactly(OSLO, ROME);
    }

    @Test
    void theTimeoutOfALoadIsAtLeastASecond() {
        assertThatThrownBy(() -> load.timeout(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    /** On a slow machine, something else may also take a second: the server is asked again then, too. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theServerIsAskedForTheOutcomeOfALoadAfterSilence(boolean isLoaded) {
        server.faults().add(Trigger.matching("PUT .*"), isLoaded ? Fault.silentAfter() : Fault.silentBefore());
        Duration timeout = Duration.ofSeconds(1);

        StreamLoad.Outcome outcome =
                database.readTimeout(timeout).load(SALE).timeout(timeout).send(List.of(OSLO, ROME));

        assertThat(outcome.loadedRows()).isEqualTo(2);
        assertThat(readRows()).containsExactly(OSLO, ROME);
    }

    @Test
    void aLoadOfAStreamIsNotSentAgain() {
        server.faults().add(Trigger.matching("PUT .*"), Fault.cutBefore());

        assertThatThrownBy(() -> load.send(Stream.of(OSLO)))
                .isInstanceOf(LoadException.class)
                .satisfies(MESSAGES::match);
        assertThat(readRows()).isEmpty();
    }

    @Test
    void aLoadWhoseConnectionAlwaysBreaksIsGivenUp() {
        server.faults().add(Trigger.matching("PUT .*").every(), Fault.cutBefore());

        assertThatThrownBy(() -> load.send(List.of(OSLO))).isInstanceOf(LoadException.class);
        assertThat(countLoads()).isEqualTo(5);
    }

    @Test
    void aLoadWithWrongCredentialsIsRefused() {
        database.execute("CREATE USER 'loader' IDENTIFIED BY 'secret'");

        assertThatThrownBy(() -> load.credentials("loader", "wrong").send(List.of(OSLO)))
                .isInstanceOf(LoadException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> load.credentials("loader", "secret").send(List.of(OSLO)))
                .isInstanceOf(LoadException.class)
                .satisfies(MESSAGES::match);
        database.execute("GRANT INSERT ON TABLE sale TO USER 'loader'");
        assertThat(load.credentials("loader", "secret").send(List.of(OSLO)).loadedRows())
                .isEqualTo(1);
    }

    @Test
    void theAddressOfTheFrontendCanBeGiven() {
        assertThat(load.frontend(URI.create(server.httpUrl()))
                        .send(List.of(OSLO))
                        .loadedRows())
                .isEqualTo(1);
    }

    @Test
    void addressesOfNodesCanBeReplaced() {
        StreamLoad.Outcome outcome = load.addressTranslation(
                        node -> URI.create(node.toString().replace("127.0.0.1", "localhost")))
                .send(Arrays.asList(OSLO));

        assertThat(outcome.loadedRows()).isEqualTo(1);
    }

    @Test
    void aDatabaseTranslatesTheAddressesOfItsLoads() {
        List<URI> translatedAddresses = new ArrayList<>();
        Database translatingDatabase = database.readTimeout(Duration.ofMinutes(1))
                .addressTranslation(address -> {
                    translatedAddresses.add(address);
                    return URI.create(address.toString().replace("127.0.0.1", "localhost"));
                });

        translatingDatabase.load(SALE).send(List.of(OSLO));
        translatingDatabase
                .methodComments(false)
                .load(SALE)
                .frontend(URI.create(server.httpUrl()))
                .send(List.of(ROME));

        assertThat(translatedAddresses).hasSize(3);
        assertThat(translatedAddresses.get(0)).hasToString(server.httpUrl());
        assertThat(translatedAddresses.subList(1, 3))
                .allSatisfy(node -> assertThat(node).hasPath("/api/shop/sale/_stream_load"));
        assertThat(readRows()).containsExactly(OSLO, ROME);
    }

    @Test
    void credentialsGoToNodesOfTheClusterOnly() throws IOException {
        try (RedirectingFrontend frontend = RedirectingFrontend.redirectTo(createNodeUri("localhost"))) {
            StreamLoad<Sale> redirectedLoad =
                    load.frontend(frontend.createUri("127.0.0.1")).credentials("root", "");

            assertThatThrownBy(() -> redirectedLoad.send(List.of(OSLO)))
                    .isInstanceOf(IllegalStateException.class)
                    .satisfies(MESSAGES::match);
            assertThat(countLoads()).isZero();
            assertThat(redirectedLoad
                            .trustedHosts("localhost")
                            .send(List.of(OSLO))
                            .loadedRows())
                    .isEqualTo(1);
        }
        try (RedirectingFrontend frontend = RedirectingFrontend.redirectTo(createNodeUri("127.0.0.1"))) {
            assertThat(load.frontend(frontend.createUri("localhost"))
                            .credentials("root", "")
                            .send(List.of(OSLO))
                            .loadedRows())
                    .isEqualTo(1);
        }
    }

    @Test
    void aLoadIsNotRedirectedForever() throws IOException {
        try (RedirectingFrontend frontend = RedirectingFrontend.redirectToItself()) {
            StreamLoad<Sale> redirectedLoad =
                    load.frontend(frontend.createUri("127.0.0.1")).credentials("root", "");
            assertThatThrownBy(() -> redirectedLoad.send(List.of(OSLO)))
                    .isInstanceOf(IllegalStateException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    private String createNodeUri(String host) {
        return "http://" + host + ":" + URI.create(server.httpUrl()).getPort();
    }

    @Test
    void theWaitForAServerThatIsGoneEnds() {
        StreamLoad<Sale> gone = load.frontend(URI.create(server.httpUrl())).credentials("root", "");
        server.faults().add(Trigger.matching("PUT .*"), Fault.cutBefore());
        StreamLoad<Sale> nowhere = gone.frontend(URI.create("http://127.0.0.1:1"));

        assertThatThrownBy(() -> nowhere.send(List.of(OSLO)))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessage(
                        "sale: no connection to 127.0.0.1:1: Connection refused. Nothing was loaded: check the address"
                                + " for loads, and send the rows again.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://address=(host=127.0.0.1)(port=PORT)/shop",
                "jdbc:mysql://(host=127.0.0.1,port=PORT)/shop",
                "jdbc:mysql://root@[127.0.0.1:PORT]/shop",
                "jdbc:mysql://127.0.0.2:PORT,127.0.0.1:PORT/shop",
                "jdbc:mysql:loadbalance://127.0.0.2:PORT,127.0.0.1:PORT/shop"
            })
    void aLoadGoesToAHostOfTheConnection(String url) {
        Database connectedDatabase = Database.of(SalesServer.createSource(
                url.replace("PORT", Integer.toString(server.port())) + "?allowPublicKeyRetrieval=true"));

        assertThat(connectedDatabase.load(SALE).send(List.of(OSLO)).loadedRows())
                .isEqualTo(1);
    }

    @Test
    void aLoadIsNotSentToAGuessedHost() {
        Database replicatedDatabase =
                Database.of(SalesServer.createSource("jdbc:mysql:replication://127.0.0.1:" + server.port() + "/shop"));

        assertThatThrownBy(() -> replicatedDatabase.load(SALE).send(List.of(OSLO)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("The address for loads can't be determined: jdbc:mysql:loadbalance://.* does not"
                        + " name the hosts of the frontends\\. Set it, for example .*");
        assertThat(countLoads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8030", "http:/host", "ftp://host", "//host", "http://:8030"})
    void theAddressOfAFrontendHasAHost(String address) {
        assertThatThrownBy(() -> load.frontend(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + address + "' is not an HTTP address with a host, such as http://host:8030");
    }

    @Test
    void theNameOfAHostMayHaveAnUnderscore() {
        assertThatThrownBy(() ->
                        load.frontend(URI.create("http://fe_1.invalid:8030")).send(List.of(OSLO)))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageStartingWith("sale: no connection to fe_1.invalid:8030: ");
    }
}
