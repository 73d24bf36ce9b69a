using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class KeyFieldNamesTests
{
    [Theory]
    [InlineData("src,dst,proto,id", KeyFields.None)]
    [InlineData("src,dst,proto,id,vlan", KeyFields.Vlans)]
    [InlineData("src,dst,proto,id,vlan,iface,tunnel", KeyFields.Vlans | KeyFields.Interface | KeyFields.Tunnel)]
    [InlineData("tunnel, ID, proto, DST, src", KeyFields.Tunnel)]
    public void Reads_what_it_writes_in_any_order(string text, KeyFields expected)
    {
        Assert.True(KeyFieldNames.TryParse(text, out var fields, out _));
        Assert.Equal(expected, fields);
        Assert.True(KeyFieldNames.TryParse(KeyFieldNames.Of(fields), out var again, out _));
        Assert.Equal(expected, again);
    }

    [Theory]
    [InlineData("dst,proto,id", "src is always part of the key")]
    [InlineData("src,proto,id,iface", "dst is always part of the key")]
    [InlineData("src,dst,id", "proto is always part of the key")]
    [InlineData("src,dst,proto", "id is always part of the key")]
    [InlineData("", "no field of a key is called ''")]
    [InlineData("src,dst,proto,id,", "no field of a key is called ''")]
    [InlineData("src,dst,proto,id,SRC", "'SRC' stands twice")]
    [InlineData("src,dst,proto,id,mac", "no field of a key is called 'mac'")]
    public void Refuses_the_rest_with_the_reason(string text, string reason)
    {
        Assert.False(KeyFieldNames.TryParse(text, out _, out var error));
        Assert.StartsWith(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_to_write_instead()
    {
        Assert.False(KeyFieldNames.TryParse("src,id,iface", out _, out var error));
        Assert.EndsWith("; write src,dst,proto,id,iface", error, StringComparison.Ordinal);
    }
}
