package io.dynafuse.evaluation.report;

import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.UnwritableFileException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tables as one HTML file that needs nothing beside itself. The same tables give the same bytes.
 *
 * @param kind of page, in a few words
 * @param facts what the tables are of, in the order of the list
 * @param remarks what a reader should know of them, a sentence each
 * @param links to other pages, which need not be there
 */
public record TablesPage(
        String kind,
        String title,
        List<HtmlReport.Fact> facts,
        List<Section> sections,
        List<String> remarks,
        List<Link> links) {
    public TablesPage {
        facts = List.copyOf(facts);
        sections = List.copyOf(sections);
        remarks = List.copyOf(remarks);
        links = List.copyOf(links);
    }

    /**
     * A table below its name.
     *
     * @param table its title stands above it
     * @param notes what stands below it, a paragraph each
     */
    public record Section(String name, Table table, List<String> notes) {
        public Section {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Another page.
     *
     * @param path relative to this one
     */
    public record Link(String name, String path) {}

    /**
     * Writes the page, whole or not at all.
     *
     * @throws UnwritableFileException if the file cannot be written
     */
    public void write(Path file) throws UnwritableFileException {
        AtomicFile.write(file, out -> PageParts.write("tables", new View(this), out));
    }

    /** The texts as the template names them; everything that came from outside is made one line here, and escaped by the template. */
    private static final class View {
        private final TablesPage page;

        View(TablesPage page) {
            this.page = page;
        }

        /** A table with the place that leads to it. */
        record TableView(
                String id, String name, String caption, List<Column> heads, List<Row> rows, List<String> notes) {}

        /** The head of a column, or a cell. */
        record Column(String text, boolean number) {}

        /** The first cell names the row. */
        record Row(String name, List<Column> cells) {}

        String style() throws IOException {
            return PageParts.style();
        }

        String kind() {
            return page.kind;
        }

        String title() {
            return Page.visible(page.title);
        }

        List<HtmlReport.Fact> facts() {
            return page.facts.stream()
                    .map(fact -> new HtmlReport.Fact(Page.visible(fact.name()), Page.visible(fact.value())))
                    .toList();
        }

        List<TableView> sections() {
            return IntStream.range(0, page.sections.size())
                    .mapToObj(i -> table("table-" + (i + 1), page.sections.get(i)))
                    .toList();
        }

        private static TableView table(String id, Section section) {
            Table table = section.table();
            return new TableView(
                    id,
                    section.name(),
                    table.title(),
                    columns(table.heads(), table.leading()),
                    table.rows().stream()
                            .map(row -> row(row.stream().map(Cell::text).toList(), table.leading()))
                            .toList(),
                    section.notes());
        }

        private static Row row(List<String> cells, int leading) {
            return new Row(Page.visible(cells.get(0)), columns(cells.subList(1, cells.size()), leading - 1));
        }

        private static List<Column> columns(List<String> texts, int leading) {
            return IntStream.range(0, texts.size())
                    .mapToObj(i -> new Column(Page.visible(texts.get(i)), i >= leading))
                    .toList();
        }

        List<String> remarks() {
            return page.remarks.stream().map(Page::visible).toList();
        }

        boolean hasRemarks() {
            return !page.remarks.isEmpty();
        }

        List<Link> links() {
            return page.links.stream()
                    .map(link -> new Link(Page.visible(link.name()), encoded(link.path())))
                    .toList();
        }

        boolean hasLinks() {
            return !page.links.isEmpty();
        }

        private static String encoded(String path) {
            try {
                return new URI(null, null, path, null).toASCIIString();
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
