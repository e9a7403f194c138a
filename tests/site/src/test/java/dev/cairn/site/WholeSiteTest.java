package dev.cairn.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of this checkout. That it is written at all shows that no link and no anchor is broken. */
class WholeSiteTest {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    /** What a newcomer asks, and the page of the first answer. */
    private static final List<String> QUESTIONS = List.of(
            "how to resume a failed upgrade", "recovery.html",
            "[pending-changes]", "diagnostics/pending-changes.html",
            "rename a column", "annotations.html",
            "rename column", "annotations.html",
            "which grants does the migrator need", "required-grants.html",
            "javac pending-changes", "diagnostics/pending-changes.html",
            "what does [pending-changes] mean", "diagnostics/pending-changes.html",
            "maven retry", "maven.html",
            "--retry", "options.html",
            "what happens to rows that are written while a table is rebuilt", "rebuilds.html");

    /** Asks the questions, and writes the first answers and the errors into the document. */
    private static final String STEPS = """
        <script>
        const errors = [];
        window.addEventListener('error', event => errors.push(event.message));
        window.addEventListener('load', async () => {
          const input = document.getElementById('search');
          const answers = [];
          input.focus();
          for (const question of [QUESTIONS]) {
            input.value = question;
            input.dispatchEvent(new Event('input'));
            for (let i = 0; i < 400 && !document.querySelector('.hit'); i++) {
              await new Promise(done => setTimeout(done, 20));
            }
            answers.push(document.querySelector('.hit').getAttribute('href').replace(/#.*/, ''));
          }
          const root = document.documentElement;
          const copies = document.querySelectorAll('.example .copy').length - document.querySelectorAll('pre').length;
          root.setAttribute('data-report', [answers.join(' '), errors.length, copies, root.scrollWidth - root.clientWidth].join('; '));
        });
        </script>
        </body>
        """;

    @TempDir
    private static Path folder;

    private static Path site = Path.of("");

    @BeforeAll
    static void write() throws IOException {
        site = folder.resolve("site");
        Files.createDirectories(site);
        Site.read(Checkouts.REAL, "1.2.3", "").write(site);
    }

    @Test
    void eachPageOfTheDocumentationIsThere() throws IOException {
        try (Stream<Path> docs = Files.list(Checkouts.REAL.resolve("docs"))) {
            assertThat(docs.map(page -> page.getFileName().toString()).filter(name -> name.endsWith(".md")))
                    .hasSizeGreaterThan(40)
                    .allMatch(name -> Files.exists(site.resolve(name.replace(".md", ".html"))));
        }
    }

    @Test
    void eachCodeHasAPage() throws IOException {
        for (String name : List.of("diagnostics", "lint")) {
            List<String> codes = Pattern.compile("(?m)^### ([a-z0-9-]+)$")
                    .matcher(Files.readString(Checkouts.REAL.resolve("docs/" + name + ".md")))
                    .results()
                    .map(code -> code.group(1))
                    .toList();
            assertThat(codes)
                    .hasSizeGreaterThan(20)
                    .allMatch(code -> Files.exists(site.resolve(name + "/" + code + ".html")));
        }
    }

    @Test
    void theStyleUsesOnlyColoursThatItHas() throws IOException {
        String style = Files.readString(site.resolve("site.css"));
        assertThat(Pattern.compile("var\\((--\\w+)\\)").matcher(style).results().map(used -> used.group(1)))
                .isNotEmpty()
                .allMatch(name -> style.contains("  " + name + ": "));
    }

    @Test
    void questionsOfNewcomersAreAnsweredFirst() throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "There is no Chromium or Chrome in the PATH of this machine.");
        StringBuilder questions = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < QUESTIONS.size(); i += 2) {
            questions.append(JavaScript.quote(QUESTIONS.get(i))).append(',');
            answers.append(QUESTIONS.get(i + 1)).append(' ');
        }
        Path page = site.resolve("asked.html");
        Files.writeString(
                page,
                Files.readString(site.resolve("running.html"))
                        .replace("</body>", STEPS.replace("QUESTIONS", questions)));

        assertThat(dom(browser.get(), page))
                .contains("data-report=\"" + answers.toString().strip() + "; 0; 0; 0\"");
    }

    private static String dom(Path browser, Path page) throws IOException, InterruptedException {
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=20000",
                        "--window-size=390,844",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        String html = Files.readString(dom);
        int root = html.indexOf("<html");
        return html.substring(root, html.indexOf('>', root));
    }

    private static Optional<Path> browser() {
        Stream<Path> folders = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(Path::of);
        return folders.flatMap(path -> BROWSERS.stream().map(path::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
