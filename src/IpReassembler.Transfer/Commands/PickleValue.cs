using System.Globalization;
using System.Numerics;

namespace IpReassembler.Transfer;

/// <summary>What a pickle can hold here: the seven kinds of value below, and no other.</summary>
/// <remarks><see cref="object.ToString"/> gives the value as Python's <c>repr</c> shows it, without control characters.</remarks>
internal abstract class PickleValue
{
    private PickleValue()
    {
    }

    /// <summary>How deep lists and tuples stand in it: 0 for what is neither.</summary>
    internal int Depth { get; private protected set; }

    /// <summary>Bytes and characters in it, and one for each value. Values that are shared count wherever they are mentioned.</summary>
    internal long Weight { get; private protected set; } = 1;

    /// <summary>Python's <c>None</c>.</summary>
    public sealed class None : PickleValue
    {
        /// <inheritdoc/>
        public override string ToString() => "None";
    }

    /// <summary>Python's <c>bool</c>.</summary>
    public sealed class Boolean(bool value) : PickleValue
    {
        /// <summary>The truth value.</summary>
        public bool Value { get; } = value;

        /// <inheritdoc/>
        public override string ToString() => Value ? "True" : "False";
    }

    /// <summary>Python's <c>int</c>, which has no end.</summary>
    public sealed class Integer(BigInteger value) : PickleValue
    {
        /// <summary>The number.</summary>
        public BigInteger Value { get; } = value;

        /// <inheritdoc/>
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Python's <c>str</c>.</summary>
    public sealed class Text : PickleValue
    {
        /// <summary>Makes a text.</summary>
        public Text(string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Value = value;
            Weight = 1 + value.Length;
        }

        /// <summary>The characters.</summary>
        public string Value { get; }

        /// <inheritdoc/>
        public override string ToString() => PythonLiteral.Of(Value);
    }

    /// <summary>Python's <c>bytes</c>.</summary>
    public sealed class Bytes : PickleValue
    {
        /// <summary>Makes bytes; the memory is the caller's, and must not change any more.</summary>
        public Bytes(ReadOnlyMemory<byte> value)
        {
            Value = value;
            Weight = 1 + value.Length;
        }

        /// <summary>The bytes.</summary>
        public ReadOnlyMemory<byte> Value { get; }

        /// <inheritdoc/>
        public override string ToString() => PythonLiteral.Of(Value.Span);
    }

    /// <summary>Python's <c>list</c> or <c>tuple</c>: values in a row.</summary>
    public abstract class Sequence : PickleValue
    {
        private readonly List<PickleValue> _items;

        private protected Sequence(List<PickleValue> items)
        {
            _items = items;
            Depth = 1;
            items.ForEach(Count);
        }

        /// <summary>The values.</summary>
        public IReadOnlyList<PickleValue> Items => _items;

        private protected void Add(PickleValue item)
        {
            _items.Add(item);
            Count(item);
        }

        private void Count(PickleValue item)
        {
            Depth = Math.Max(Depth, item.Depth + 1);
            Weight = long.CreateSaturating((Int128)Weight + item.Weight);
        }
    }

    /// <summary>Python's <c>list</c>.</summary>
    public sealed class List : Sequence
    {
        /// <summary>Makes a list.</summary>
        public List(params IEnumerable<PickleValue> items) : base([.. items])
        {
        }

        /// <summary>
        /// Whether it is part of another value, and so has its final length. A pickle may mention a list again and go on
        /// filling it; only one that puts a list into itself has a reason to.
        /// </summary>
        internal bool IsClosed { get; set; }

        internal void Append(PickleValue item) => Add(item);

        /// <inheritdoc/>
        public override string ToString() => $"[{string.Join(", ", Items)}]";
    }

    /// <summary>Python's <c>tuple</c>.</summary>
    public sealed class Tuple : Sequence
    {
        /// <summary>Makes a tuple.</summary>
        public Tuple(params IEnumerable<PickleValue> items) : base([.. items])
        {
        }

        /// <inheritdoc/>
        public override string ToString() => Items is [var only] ? $"({only},)" : $"({string.Join(", ", Items)})";
    }
}
