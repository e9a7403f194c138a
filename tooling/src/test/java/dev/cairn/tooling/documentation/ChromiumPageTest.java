package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, if this machine has one. */
class ChromiumPageTest {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    /** A script that collects errors. */
    private static final String REPORT_SCRIPT = """
        <script>
        const report = { errors: [], seen: [] };
        window.addEventListener('error', event => report.errors.push(event.message));
        document.addEventListener('securitypolicyviolation', event => report.errors.push(event.violatedDirective));
        </script>
        """;

    /** A script that visits all kinds of views, and writes what it finds into the document. */
    private static final String VISIT_SCRIPT = """
        <script>
        window.addEventListener('load', async () => {
          const turn = () => new Promise(done => setTimeout(done, 20));
          for (const hash of ['#/', '#/flow', '#/entities', '#/db.daily_sales/net']) {
            location.hash = hash;
            await turn();
            report.seen.push([hash, document.querySelectorAll('.objects tr, svg .box, .card').length]);
            document.querySelectorAll('svg .box').forEach(box => {
              const back = box.querySelector('.back').getBoundingClientRect();
              box.querySelectorAll('text').forEach(text => {
                const place = text.getBoundingClientRect();
                if (place.left < back.left || place.right > back.right) {
                  report.errors.push(text.textContent + ' leaves its box');
                }
              });
            });
          }
          const search = document.getElementById('search');
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
          report.seen.push(['focus', document.activeElement === search ? 1 : 0]);
          search.value = 'amou';
          search.dispatchEvent(new Event('input'));
          search.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
          search.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
          await turn();
          report.seen.push([location.hash, document.querySelectorAll('h1').length]);
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          document.documentElement.setAttribute('data-report', JSON.stringify([report.errors, report.seen, wide]));
        });
        </script>
        </body>
        """;

    @TempDir
    private Path folder;

    private static Optional<Path> findBrowser() {
        Stream<Path> folders = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(Path::of);
        return folders.flatMap(path -> BROWSERS.stream().map(path::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void allViewsWorkWithoutErrors() throws IOException, InterruptedException {
        Optional<Path> browser = findBrowser();
        assumeTrue(browser.isPresent(), "There is no Chromium or Chrome in the PATH of this machine.");
        Path page = folder.resolve("shop.html");
        String html = HtmlDocumentRenderer.render(DocumentedSchemas.shop());
        Files.writeString(
                page, html.replace("</head>", REPORT_SCRIPT + "</head>").replace("</body>", VISIT_SCRIPT));
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=5000",
                        "--window-size=390,844",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(process.waitFor()).isZero();

        String renderedPage = Files.readString(dom, StandardCharsets.UTF_8).replace("&quot;", "\"");
        assertThat(renderedPage.substring(0, renderedPage.indexOf('>', renderedPage.indexOf("<html"))))
                .contains(
                        "data-report=\"[[],[[\"#/\",26],[\"#/flow\",26],[\"#/entities\",10],[\"#/db.daily_sales/net\",4],"
                                + "[\"focus\",1],[\"#/db.order_line/amount\",1]],0]\"");
    }
}
