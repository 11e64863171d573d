package antiphon.ivr.yaml;

/// A place in a file, as editors show it.
///
/// @param line counted from 1
/// @param column counted from 1, in characters
public record Position(String file, int line, int column) {

    /// The same line, `columns` further right.
    public Position right(int columns) {
        return new Position(file, line, column + columns);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
