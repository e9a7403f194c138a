package shop;

import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Table;
import java.time.LocalDate;

@Table(name = "orders", database = "sales")
@DuplicateKey("id")
record Order(long id, LocalDate day, int quantity) {}
