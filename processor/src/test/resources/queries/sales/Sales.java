package shop;

import dev.cairn.data.Page;
import dev.cairn.data.PageRequest;
import dev.cairn.data.Sort;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

public interface Sales {
    record CitySales(String city, long orders, BigDecimal total) {}

    record Order(long id, Kind kind, Audit audit, List<String> tags, Size size) {}

    record Audit(LocalDateTime at, String by) {}

    record Size(int width, Double height) {}

    enum Kind {
        SALE,
        RETURN
    }

    List<CitySales> perCity(LocalDate from, List<String> cities, int limit);

    List<CitySales> perCity(int limit);

    Optional<Order> order(long id);

    Order newest();

    Order newestOf(Kind kind);

    Stream<Long> ids(LocalDate day);

    long count();

    Long countOrNull(Optional<LocalDate> from, Optional<LocalDate> to);

    Map<String, Long> counts(Set<Kind> kinds, Collection<Integer> shops, long[] excluded);

    Set<String> cities();

    Page<Order> page(PageRequest request);

    Map<Long, Order> byId();

    List<Long> sorted(Sort sort);

    long addAll(Set<Order> orders, String record);

    List<byte[]> pictures(byte[] except);

    long purgeBefore(LocalDate day);

    int add(Order order, Optional<String> note, BigDecimal price, String[] labels);

    void refresh();
}
