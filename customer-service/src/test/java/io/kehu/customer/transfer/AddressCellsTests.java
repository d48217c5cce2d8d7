package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.customer.AddressParser.RawAddress;
import io.kehu.customer.customer.DraftParser.RawContact;
import io.kehu.customer.transfer.AddressCells.Part;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressCellsTests {

    @ParameterizedTest
    @CsvSource({
        "浙江省杭州市西湖区文三路90号, 浙江省|杭州市|西湖区|文三路90号",
        "浙江省 杭州市 西湖区 文三路90号, 浙江省|杭州市|西湖区|文三路90号",
        "北京市朝阳区建国路88号, 北京市||朝阳区|建国路88号",
        "北京朝阳区城市广场3号, 北京||朝阳区|城市广场3号",
        "上海市浦东新区世纪大道100号, 上海市||浦东新区|世纪大道100号",
        "广西壮族自治区南宁市青秀区民族大道1号, 广西壮族自治区|南宁市|青秀区|民族大道1号",
        "延边朝鲜族自治州延吉市人民路5号, |延边朝鲜族自治州|延吉市|人民路5号",
        "浙江省义乌市稠州北路699号, 浙江省|义乌市||稠州北路699号",
        "台州市临海市古城街道1号, |台州市|临海市|古城街道1号",
        "杭州市阳光小区3幢, |杭州市||阳光小区3幢",
        "杭州市高新园区2号, |杭州市||高新园区2号",
        "阳光小区3幢501室, |||阳光小区3幢501室",
        "文三路90号市场部, |||文三路90号市场部",
        "香港特别行政区中西区皇后大道1号, 香港特别行政区||中西区|皇后大道1号"
    })
    void aChineseAddressInOneColumnIsTakenApart(String whole, String parts) {
        assertThat(parts(address(Part.WHOLE, whole))).isEqualTo(parts);
    }

    @Test
    void partsWithAColumnOfTheirOwnAreNotLookedForInTheWhole() {
        AddressCells cells = new AddressCells();
        cells.put(Part.CITY, "杭州市");
        cells.put(Part.WHOLE, "西湖区文三路90号");

        assertThat(parts(raw(cells))).isEqualTo("|杭州市||西湖区文三路90号");
    }

    @Test
    void otherCountriesHaveLinesTheSmallestPlaceFirst() {
        AddressCells cells = new AddressCells();
        cells.put(Part.COUNTRY, "United Kingdom");
        cells.put(Part.CITY, "Leeds");
        cells.put(Part.STREET, "1 High Street");
        cells.put(Part.POSTCODE, "LS1 4DY");

        RawAddress address = raw(cells);

        assertThat(address.country()).isEqualTo("GB");
        assertThat(address.lines()).isEqualTo(List.of("1 High Street", "Leeds"));
        assertThat(address.postcode()).isEqualTo("LS1 4DY");
    }

    @Test
    void aCountryAloneIsNoAddress() {
        AddressCells cells = new AddressCells();
        assertThat(cells.contact()).isNull();
        cells.put(Part.COUNTRY, "中国");
        assertThat(cells.contact()).isNull();
    }

    @Property
    void nothingOfAWholeAddressIsLost(
            @ForAll
                    @StringLength(min = 1, max = 60)
                    @Chars({'省', '市', '区', '县', '路', '号', '杭', '州', '小', '1', '自', '治'})
                    String whole) {
        assertThat(parts(address(Part.WHOLE, whole)).replace("|", "")).isEqualTo(whole);
    }

    private static RawAddress address(Part part, String value) {
        AddressCells cells = new AddressCells();
        cells.put(part, value);
        return raw(cells);
    }

    private static RawAddress raw(AddressCells cells) {
        RawContact contact = Objects.requireNonNull(cells.contact());
        return Objects.requireNonNull(contact.address());
    }

    private static String parts(RawAddress address) {
        return Stream.of(address.province(), address.city(), address.district(), address.street())
                .map(part -> part == null ? "" : part)
                .collect(Collectors.joining("|"));
    }
}
