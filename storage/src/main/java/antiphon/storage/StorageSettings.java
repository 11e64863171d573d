package antiphon.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where data lives.
///
/// @param stateDir the folder that holds recordings and, when embedded, the database; made if
///   absent
/// @param databaseUrl `jdbc:postgresql://host:port/db?user=…&password=…`; null runs PostgreSQL
///   embedded
public record StorageSettings(Path stateDir, @Nullable String databaseUrl) {}
